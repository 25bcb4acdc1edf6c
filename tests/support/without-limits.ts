import type { CellInput, ModelInput } from '@isocentre/workforce';

const more = (value: number): number => value * 10;

/**
 * A cell of fewer than 50 people ten times as large. In-service training draws on one of 25; in a few runs of a
 * thousand nobody is left there, and that limit binds.
 */
const neverRunsDry = (cell: CellInput): CellInput =>
  [...cell.notRecognised, ...cell.recognised].reduce((total, heads) => total + heads, 0) >= 50
    ? cell
    : {
        ...cell,
        notRecognised: cell.notRecognised.map(more),
        recognised: cell.recognised.map(more),
        posts: more(cell.posts),
        requirement: cell.requirement.map(more),
        recognisedRequirement: cell.recognisedRequirement.map(more),
        training: cell.training.map((training) => ({
          ...training,
          trainees: training.trainees.map(more),
          starts: training.starts.map(more),
        })),
        recruits: cell.recruits.map((recruits) => ({ ...recruits, people: recruits.people.map(more) })),
      };

/** An input changed so that no minimum and no limit ever binds: then the mean of runs is the expected value. */
export const withoutLimits = (input: ModelInput): ModelInput => {
  return {
    ...input,
    fundedShare: input.fundedShare.map(() => 1),
    occupations: input.occupations.map((occupation) => ({
      ...occupation,
      supervision: occupation.supervision.map(() => 1000),
      certification: occupation.certification && {
        ...occupation.certification,
        perAssessor: occupation.certification.perAssessor.map(() => 1000),
      },
    })),
    cells: input.cells.map((given) => {
      const cell = neverRunsDry(given);
      return {
        ...cell,
        posts: more(cell.posts),
        requirement: cell.requirement.map(more),
        recognisedRequirement: cell.recognisedRequirement.map(more),
      };
    }),
  };
};
