// Writes docs/api: one page a package with its public surface, the JSON Schemas of every file format, and the OpenAPI
// description of the server.
// With --check it fails where what is committed differs, so that a change of the surface shows in review.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import ts from 'typescript';
import { z } from 'zod';
import { apiDocument } from '../apps/server/dist/api/describe.js';
import { comparisonReportSchema, protocolLockSchema, protocolSchema, studyReportSchema } from '@isocentre/assurance';
import { figureFileSchema } from '@isocentre/evidence';
import { entrySchema, proofFileSchema, treeHeadSchema } from '@isocentre/ledger';
import {
  checksSchema,
  comparisonSchema,
  coursesSchema,
  explanationSchema,
  modelInputSchema,
  projectionSchema,
  requirementSchema,
  scenarioSchema,
  planSchema,
  planTradeOffSchema,
  sensitivitySchema,
  staffingModelSchema,
} from '@isocentre/workforce';
import { apiTypes } from './api-types.mjs';
import { root } from './prepare.mjs';

const longest = 40;
const folder = `${root}docs/api`;

const schemas = {
  'figures.schema.json': figureFileSchema,
  'scenario.schema.json': scenarioSchema,
  'model-input.schema.json': modelInputSchema,
  'projection.schema.json': projectionSchema,
  'checks.schema.json': checksSchema,
  'courses.schema.json': coursesSchema,
  'comparison.schema.json': comparisonSchema,
  'explanation.schema.json': explanationSchema,
  'plan.schema.json': planSchema,
  'plan-trade-off.schema.json': planTradeOffSchema,
  'sensitivity.schema.json': sensitivitySchema,
  'staffing-model.schema.json': staffingModelSchema,
  'requirement.schema.json': requirementSchema,
  'protocol.schema.json': protocolSchema,
  'protocol-lock.schema.json': protocolLockSchema,
  'study.schema.json': studyReportSchema,
  'study-comparison.schema.json': comparisonReportSchema,
  'ledger-entry.schema.json': entrySchema,
  'tree-head.schema.json': treeHeadSchema,
  'proof.schema.json': proofFileSchema,
};

const docOf = (symbol, checker) => {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const tags = symbol.getJsDocTags(checker).map(({ name, text: parts }) => {
    const words = ts.displayPartsToString(parts ?? []);
    return name === 'example' ? `Example:\n\n${words}` : `- \`@${name}\` ${words.replaceAll('\n', ' ')}`;
  });
  return [text, ...tags].filter((part) => part !== '').join('\n\n');
};

const declarationOf = (symbol) => {
  const declaration = symbol.declarations?.[0];
  if (!declaration) return '';
  const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const lines = node.getText().split('\n');
  const shown = lines.length > longest ? [...lines.slice(0, 3), '  // … see docs/api/schema'] : lines;
  return shown.join('\n');
};

const pageOf = (name, program, checker) => {
  const source = program.getSourceFile(`${root}packages/${name}/dist/index.d.ts`);
  const about = JSON.parse(readFileSync(`${root}packages/${name}/package.json`, 'utf8'));
  const symbols = checker
    .getExportsOfModule(checker.getSymbolAtLocation(source))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const entries = symbols.map((alias) => {
    const symbol = alias.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(alias) : alias;
    return `## ${alias.name}\n\n${docOf(symbol, checker)}\n\n\`\`\`ts\n${declarationOf(symbol)}\n\`\`\`\n`;
  });
  return `# ${about.name}\n\n${about.description}. Written by \`npm run api\` from the source; ${symbols.length} public names.\n\n${entries.join('\n')}`;
};

const packages = readdirSync(`${root}packages`).toSorted();
const program = ts.createProgram(
  packages.map((name) => `${root}packages/${name}/dist/index.d.ts`),
  { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, skipLibCheck: true, types: [] },
);
const checker = program.getTypeChecker();

const files = new Map([
  ...packages.map((name) => [`${name}.md`, pageOf(name, program, checker)]),
  ...Object.entries(schemas).map(([name, schema]) => [
    `schema/${name}`,
    `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`,
  ]),
]);

files.set('openapi.json', `${JSON.stringify(apiDocument(), null, 2)}\n`);

// The client's types, beside the pages: a change of the description shows in them too.
const typesPath = `${root}packages/client/src/api-types.ts`;
const types = apiTypes(apiDocument());

const committed = existsSync(folder)
  ? readdirSync(folder, { recursive: true })
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => /\.(md|json)$/.test(name))
  : [];

if (process.argv.includes('--check')) {
  const differ = [...files]
    .filter(([name, text]) => !committed.includes(name) || readFileSync(`${folder}/${name}`, 'utf8') !== text)
    .map(([name]) => name);
  const extra = committed.filter((name) => !files.has(name));
  if (readFileSync(typesPath, 'utf8') !== types) differ.push('the types of packages/client');
  if (differ.length + extra.length > 0) {
    process.stderr.write(
      `docs/api is not what the source says: ${[...differ, ...extra].join(', ')}. Run "npm run api", look at the change and commit it.\n`,
    );
    process.exit(1);
  }
  process.stdout.write(`${files.size} files agree\n`);
} else {
  for (const name of committed) if (!files.has(name)) rmSync(`${folder}/${name}`);
  mkdirSync(`${folder}/schema`, { recursive: true });
  for (const [name, text] of files) writeFileSync(`${folder}/${name}`, text);
  writeFileSync(typesPath, types);
  process.stdout.write(`Wrote ${files.size} files in docs/api\n`);
}
