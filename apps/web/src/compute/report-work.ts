import type { Report } from '@isocentre/documents';
import type { Evidence } from '@isocentre/evidence';
import { projectionDocument, type ProjectionReport, type Resolved } from '@isocentre/workforce';

export { reportBody, toDocx } from '@isocentre/documents';

/** The report of a projection; rows of the return that were left out are told after the answer. */
export const documentOf = (
  report: ProjectionReport,
  { uses, scenario }: Resolved,
  evidence: Evidence,
  left: number,
): Report => {
  const document = projectionDocument(report, evidence, uses, scenario);
  if (left === 0) return document;
  const [answer, ...blocks] = document.blocks;
  const text = `Rows of the return that were not right were left out: ${left}. Their staff is not counted here.`;
  return { ...document, blocks: [...(answer ? [answer] : []), { kind: 'paragraph', text }, ...blocks] };
};
