import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { checksSchema } from './behaviour-schema.ts';
import { comparisonSchema } from './comparison-schema.ts';
import { coursesSchema } from './courses.ts';
import { equations } from './equations.ts';
import { explanationSchema } from './explanation-schema.ts';
import { measureTitles } from './measures.ts';
import { modelInputSchema } from './model-input.ts';
import { planSchema } from './plan/schema.ts';
import { projectionSchema } from './projection-schema.ts';
import { requirementSchema } from './requirement/schema.ts';
import { staffingModelSchema } from './requirement/staffing-model.ts';
import { returnTables } from './return-tables.ts';
import { scenarioSchema } from './scenario.ts';
import { sensitivitySchema } from './sensitivity/schema.ts';
import { groups, nation, regions, routes, specialisms } from './taxonomy.ts';

test.each([
  ['checks', checksSchema],
  ['comparison', comparisonSchema],
  ['courses', coursesSchema],
  ['explanation', explanationSchema],
  ['model-input', modelInputSchema],
  ['plan', planSchema],
  ['projection', projectionSchema],
  ['requirement', requirementSchema],
  ['scenario', scenarioSchema],
  ['sensitivity', sensitivitySchema],
  ['staffing-model', staffingModelSchema],
])('files of the form "%s" are described as published', (name, schema) => {
  const path = fileURLToPath(new URL(`../../../docs/api/schema/${name}.schema.json`, import.meta.url));
  expect(z.toJSONSchema(schema, { io: 'input' })).toEqual(JSON.parse(readFileSync(path, 'utf8')));
});

// Names that stand in files, links and tables of others: a change of one is a change for them.
test('what things are called is what it was', () => {
  expect({ groups, specialisms, regions, nation, routes }).toMatchSnapshot('taxonomy');
  expect(measureTitles).toMatchSnapshot('measures');
  expect(equations).toMatchSnapshot('equations');
  expect(returnTables({ first: 20, last: 75 })).toMatchSnapshot('tables of a return');
});
