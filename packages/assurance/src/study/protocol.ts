import {
  checkShape,
  failure,
  parseYaml,
  success,
  type Located,
  type Problem,
  type Result,
  type TextFile,
} from '@isocentre/evidence';
import { z } from 'zod';
import { analyses, analysisVersion, findAnalysis } from './analyses.ts';
import { protocolSchema, type Protocol } from './protocol-schema.ts';

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Finds the part of a JSON Schema that stands at a path of a document. */
const partAt = (schema: unknown, path: readonly PropertyKey[]): readonly Node[] => {
  if (!isNode(schema)) return [];
  const options = [schema['oneOf'], schema['anyOf']].flatMap((list) =>
    Array.isArray(list) ? (list as unknown[]) : [],
  );
  if (options.length > 0) return options.flatMap((one) => partAt(one, path));
  const [key, ...rest] = path;
  if (key === undefined) return [schema];
  if (typeof key === 'number') return partAt(schema['items'], rest);
  const { properties } = schema;
  return isNode(properties) ? partAt(properties[String(key)], rest) : [];
};

const keysAt = (path: readonly PropertyKey[]): string => {
  const parts = partAt(z.toJSONSchema(protocolSchema, { io: 'input' }), path);
  const keys = parts.flatMap(({ properties }) => (isNode(properties) ? Object.keys(properties) : []));
  return [...new Set(keys)].join(', ');
};

/** What the schema cannot say: metrics exist and fit the design, and a study of images names how they were made. */
const agreement = ({ value, where }: Located<Protocol>): readonly Problem[] => {
  const problems: Problem[] = [];
  const { data, acquisition, notImages } = value;
  const endpoints = [
    { endpoint: value.primary, at: ['primary'] as const },
    ...value.secondary.map((endpoint, index) => ({ endpoint, at: ['secondary', index] as const })),
  ];
  const fitting = analyses.filter(({ design }) => design === data.design).map(({ id }) => id);
  for (const { endpoint, at } of endpoints) {
    const analysis = findAnalysis(endpoint.metric);
    if (analysis?.design !== data.design) {
      const found = analysis ? `"${endpoint.metric}", for the design ${analysis.design}` : `"${endpoint.metric}"`;
      problems.push({ where: where([...at, 'metric']), found, expected: `one of ${fitting.join(', ')}` });
    } else if (analysis.version !== endpoint.version) {
      problems.push({
        where: where([...at, 'version']),
        found: String(endpoint.version),
        expected: `${analysis.version}, the version of "${analysis.id}" in this program`,
      });
    } else if (analysis.needsThreshold && data.design === 'cases') {
      const { threshold, comparator } = data;
      const lacks = threshold === undefined ? 'data' : comparator && comparator.threshold === undefined && 'comparator';
      if (lacks)
        problems.push({
          where: where([...at, 'metric']),
          found: `"${analysis.id}" without "threshold"${lacks === 'data' ? '' : ' of the comparator'}`,
          expected: `a threshold under "${lacks}", fixed before the results are seen`,
        });
    }
  }
  if (new Set(endpoints.map(({ endpoint }) => endpoint.metric)).size < endpoints.length)
    problems.push({ where: where(['secondary']), found: 'one metric twice', expected: 'each metric once' });
  if (value.analysis !== analysisVersion)
    problems.push({
      where: where(['analysis']),
      found: String(value.analysis),
      expected: `${analysisVersion}, the version of the analysis in this program`,
    });
  if (!acquisition === (notImages === undefined))
    problems.push({
      where: where(acquisition ? ['notImages'] : []),
      found: acquisition ? '"acquisition" and "notImages"' : 'neither "acquisition" nor "notImages"',
      expected: '"acquisition" for images, else "notImages" with what the data are',
    });
  for (const [index, { bands }] of value.subgroups.entries()) {
    if (bands?.some((one, at) => at > 0 && one <= (bands[at - 1] ?? one)))
      problems.push({
        where: where(['subgroups', index, 'bands']),
        found: bands.join(', '),
        expected: 'rising numbers',
      });
  }
  return problems;
};

/** Reads the protocol of a study from YAML: its shape, and that its metrics exist and fit its data. */
export const readProtocol = (file: TextFile): Result<Located<Protocol>> => {
  const parsed = parseYaml(file);
  if (!parsed.ok) return parsed;
  const shaped = checkShape(parsed.value, protocolSchema, keysAt);
  if (!shaped.ok) return shaped;
  const problems = agreement(shaped.value);
  return problems.length === 0 ? success(shaped.value) : failure(...problems);
};

/** The files that a protocol names itself, the cases first; label maps and DICOM files are named by the cells of those. */
export const namedFiles = ({ data }: Protocol): readonly string[] => {
  const more = ((): readonly (string | undefined)[] => {
    switch (data.design) {
      case 'cases':
        return [data.results, data.comparator?.results];
      case 'detection':
        return [data.reference, data.excludedFindings, data.marks, data.comparator?.marks];
      case 'measurements':
        return [data.results, data.comparator?.results];
      case 'lesions':
      case 'label maps':
      case 'repeats':
        return [];
      case 'phantom':
        return [data.scans];
      case 'readers':
        return [data.ratings];
    }
  })();
  return [...new Set([data.cases, ...more.filter((name) => name !== undefined)])];
};
