import type { Compiled } from '../compile.ts';
import type { Runs } from './runs.ts';

/** Computes the measures of the state at the start of year index `t`, once people have been counted. */
export const reportState = (runs: Runs, t: number): void => {
  const { shape, models, count, states: to } = runs;
  const { notRecognised: others, recognised: experts } = runs.inPost;
  const { cellCount, occupationOf } = shape;
  to.trainees.fill(0);
  to.trainingCost.fill(0);
  for (let cell = 0; cell < cellCount; cell += 1) {
    const occupation = occupationOf[cell] as number;
    for (let run = 0; run < count; run += 1) {
      const model = models[run] as Compiled;
      const at = cell * count + run;
      const recognisedHeads = experts.heads[at] as number;
      const recognised = experts.wte[at] as number;
      const returned = runs.returned[at] as number;
      const inPost = (others.wte[at] as number) + recognised + returned * model.input.returnedParticipation;
      const posts = runs.posts[at] as number;
      const requirement = model.requirement[t * cellCount + cell] as number;
      const recognisedRequirement = model.recognisedRequirement[t * cellCount + cell] as number;
      const paid = model.input.occupations[occupation];
      to.headcount[at] = (others.heads[at] as number) + recognisedHeads;
      to.inPost[at] = inPost;
      to.recognisedHeads[at] = recognisedHeads;
      to.recognised[at] = recognised;
      to.returnedHeads[at] = returned;
      to.looking[at] = runs.lookingHeads[at] as number;
      to.posts[at] = posts;
      to.vacancies[at] = Math.max(0, posts - inPost);
      to.requirement[at] = requirement;
      to.shortfall[at] = Math.max(0, requirement - inPost);
      to.recognisedRequirement[at] = recognisedRequirement;
      to.recognisedShortfall[at] = Math.max(0, recognisedRequirement - recognised);
      to.pay[at] = paid ? inPost * paid.pay * (1 + paid.onCosts) : 0;
    }
  }
  shape.training.forEach((stream, index) => {
    for (let run = 0; run < count; run += 1) {
      let heads = 0;
      for (let j = 0; j < stream.years; j += 1) heads += runs.trainees[(stream.at + j) * count + run] as number;
      const at = stream.cell * count + run;
      to.trainees[at] = (to.trainees[at] as number) + heads;
      to.trainingCost[at] = (to.trainingCost[at] as number) + heads * runs.trainingOf(run, index).costPerTrainee;
    }
  });
};
