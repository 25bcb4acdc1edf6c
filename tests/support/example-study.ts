import { filesOf, readProtocol, type Protocol, type StudyFiles } from '@isocentre/assurance';

/** What is left of a protocol once its data and endpoint are taken out: filled in by the tests. */
const common = `format: isocentre-protocol
version: 1
title: A study of nobody
technology: { name: Example, version: '1.0' }
intendedPurpose: { indication: a, bodyPart: b, environment: c, user: d, population: e, operatingPrinciple: f }
population: whoever is in the table
referenceStandard: the column truth
notImages: made-up answers
sampleSize: { cases: 10, reason: enough for a test }
analysis: 1
fewest: 2
`;

/** A protocol whose cases have a condition or not, with sensitivity as its endpoint. */
export const binaryProtocol = `${common}data:
  design: cases
  cases: cases.csv
  excluded: excluded
  truth: { column: truth, positive: cancer, negative: none }
  score: score
  threshold: 0.5
primary: { metric: sensitivity, version: 1, criterion: { atLeast: 0.3, reason: a test } }
secondary: [{ metric: specificity, version: 1 }]
subgroups: [{ title: Site, column: site }, { title: Age, column: age, bands: [50, 70], unit: years }]
`;

/** Ten analysed cases and one that is excluded; 3 of 4 with the condition are found, 5 of 6 without are cleared. */
export const binaryCases = `case,excluded,truth,score,site,age
p1,,cancer,0.9,north,45
p2,,cancer,0.5,north,50
p3,,cancer,0.7,south,69
p4,,cancer,0.2,south,70
n1,,none,0.1,north,49
n2,,none,0.49,north,55
n3,,none,0.6,north,60
n4,,none,0.3,south,75
n5,,none,0.0,south,80
n6,,none,0.2,east,
x1,no reference,,,east,
`;

/** Reads a protocol that is right. */
export const protocolOf = (text: string): Protocol => {
  const read = readProtocol({ name: 'protocol.yaml', text });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value.value;
};

/** Makes study files of texts. */
export const textFiles = (files: Readonly<Record<string, string>>): StudyFiles =>
  filesOf(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)])));
