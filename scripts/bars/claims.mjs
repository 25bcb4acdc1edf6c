// What the recovery of counts finds: everything that is printed rightly, and how many misprints of one digit it sees.
import { clopperPearson, readPrinted, reviewCard } from '@isocentre/assurance';
import { hashText, streamOf, uniformAt } from '@isocentre/statistics';
import { vitest } from '../vitest-run.mjs';

const studies = 400;

const printOf = (successes, trials, decimals) => {
  const { lower, upper } = clopperPearson(successes, trials);
  return [successes / trials, lower, upper].map((value) => (value * 100).toFixed(decimals));
};

const claimOf = (label, texts) => {
  const [estimate, lower, upper] = texts.map((text) => readPrinted(text, 'a bar').value);
  return { where: 'a bar', label, estimate, lower, upper, level: 95, unit: '%' };
};

const review = (claims, total) => {
  const section = { where: 'a bar', name: 'a bar', goal: '', text: '', unread: 0, claims };
  const sections = [total === undefined ? section : { ...section, total }];
  const { sections: reviewed, findings } = reviewCard({ where: '', product: '', purpose: '', release: '', sections });
  const contradicted = findings.some(({ contradicts }) => contradicts);
  const [{ status }] = reviewed[0].answers;
  return status === 'reproduced' && contradicted ? 'contradicted' : status;
};

/** Puts another digit in the place of one of the three numbers, so that the bounds still hold the estimate. */
const misprint = (texts, draw) => {
  for (;;) {
    const which = Math.floor(draw() * 3);
    const places = [...texts[which]].flatMap((one, index) => (one === '.' ? [] : [index]));
    const place = places[Math.floor(draw() * places.length)];
    const text = texts[which].slice(0, place) + Math.floor(draw() * 10) + texts[which].slice(place + 1);
    const altered = texts.with(which, text);
    const [estimate, lower, upper] = altered.map(Number);
    if (text !== texts[which] && lower <= estimate && estimate <= upper && upper <= 100) return altered;
  }
};

const tally = (answers) =>
  Object.fromEntries(
    ['reproduced', 'rounding', 'contradicted', 'not recomputable'].map((status) => [
      status,
      answers.filter((answer) => answer === status).length,
    ]),
  );

const measureAt = (decimals, stated) => {
  const { a, b } = streamOf(1, hashText('claims bar'), decimals);
  let index = 0;
  const draw = () => uniformAt(a, b, (index += 1));
  const [right, wrong] = [[], []];
  for (let study = 0; study < studies; study += 1) {
    const [positives, negatives] = [0, 1].map(() => 50 + Math.floor(draw() * 250));
    const [found, cleared] = [positives, negatives].map((size) => Math.round((0.8 + 0.18 * draw()) * size));
    const texts = printOf(found, positives, decimals);
    const altered = misprint(texts, draw);
    const other = claimOf('Specificity', printOf(cleared, negatives, decimals));
    const claims = (own) => (stated ? [claimOf('Sensitivity', own), other] : [claimOf('Sensitivity', own)]);
    const total = stated ? positives + negatives : undefined;
    right.push(review(claims(texts), total));
    wrong.push(review(claims(altered), total));
  }
  return { rightlyPrinted: tally(right), misprinted: tally(wrong) };
};

export const measure = async () => {
  const start = performance.now();
  const figures = Object.fromEntries(
    [
      ['oneDecimalTotalStated', 1, true],
      ['oneDecimalAlone', 1, false],
      ['twoDecimalsTotalStated', 2, true],
      ['twoDecimalsAlone', 2, false],
    ].map(([name, decimals, stated]) => [name, measureAt(decimals, stated)]),
  );
  const millisecondsEach = Math.round((performance.now() - start) / (8 * studies));
  const all = Object.values(figures);
  const unseen = ({ misprinted }) => misprinted.reproduced / studies;
  const { passed, tests } = vitest(['packages/assurance/src/claims']);
  return {
    bar: 'every figure that is printed rightly is reproduced; of misprints of one digit, in studies of 50 to 300 cases a side printed with two decimals, at most 1 % pass as reproduced (with one decimal it is measured); round trips and properties at full count',
    passed:
      passed &&
      all.every(({ rightlyPrinted }) => rightlyPrinted.reproduced === studies) &&
      unseen(figures.twoDecimalsTotalStated) <= 0.01 &&
      unseen(figures.twoDecimalsAlone) <= 0.01,
    figures: { studiesEach: studies, ...figures, millisecondsEach, tests },
  };
};
