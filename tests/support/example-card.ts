/** A result of an example card: its label and its value as JSON, such as `{"kind":"single","value":50,"unit":"%"}`. */
export type ExampleResult = readonly [label: string, value: string];

/** A section of an example card. */
export interface ExampleSection {
  readonly name?: string;
  readonly goal?: string;
  readonly text?: string;
  readonly results?: readonly ExampleResult[];
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const sectionXml = ({
  name = 'UsefulnessUsabilityEfficacy',
  goal = '',
  text = '',
  results = [],
}: ExampleSection): string =>
  [
    `    <${name}>`,
    `      <MetricGoal>${escape(goal)}</MetricGoal>`,
    '      <Results>',
    ...results.map(
      ([label, value]) =>
        `        <MetricResult><Label>${escape(label)}</Label><ValueJson>${escape(value)}</ValueJson></MetricResult>`,
    ),
    '      </Results>',
    `      <Interpretation>${escape(text)}</Interpretation>`,
    `    </${name}>`,
  ].join('\n');

/** Writes an interval as the JSON of a card; numbers keep the digits they are given with. */
export const intervalJson = (estimate: string, lower: string, upper: string, unit = '%'): string =>
  `{"kind":"estimate_ci","estimate":${estimate},"lower":${lower},"upper":${upper},"level":95${unit === '' ? '' : `,"unit":"${unit}"`}}`;

/** Writes a single figure as the JSON of a card. */
export const singleJson = (value: string, unit = '%'): string =>
  `{"kind":"single","value":${value}${unit === '' ? '' : `,"unit":"${unit}"`}}`;

/** Writes a card in the form of a CHAI Applied Model Card, of a product that does not exist. */
export const exampleCard = (
  sections: readonly ExampleSection[],
  { product = 'Example Nodule Finder', use = 'Detection of lung nodules on CT.', release = '' } = {},
): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<AppliedModelCard xmlns="https://mc.chai.org/v0.2/schema.xsd">',
    `  <BasicInfo><ModelName>${escape(product)}</ModelName></BasicInfo>`,
    `  <ReleaseInfo><ReleaseStage>${escape(release)}</ReleaseStage></ReleaseInfo>`,
    `  <UsesAndDirections><IntendedUseAndWorkflow>${escape(use)}</IntendedUseAndWorkflow></UsesAndDirections>`,
    '  <KeyMetrics>',
    ...sections.map(sectionXml),
    '  </KeyMetrics>',
    '</AppliedModelCard>',
    '',
  ].join('\n');
