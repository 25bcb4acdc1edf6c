import { failure, success, type Evidence, type Located, type Result } from '@isocentre/evidence';
import {
  activityOf,
  missingDrivers,
  reportRequirement,
  type ReadReturn,
  type RequirementReport,
  type StaffingModel,
} from '@isocentre/workforce';
import type { Staffing } from '../shipped/staffing.ts';

/** A staffing model with the drivers that a return does not give. */
export interface OfferedModel {
  readonly model: StaffingModel;
  readonly missing: readonly string[];
}

/** What staff a department needs. */
export interface Requirement {
  readonly file: string;
  readonly offered: readonly OfferedModel[];
  readonly report: RequirementReport;
}

const locatedIn = ({ models }: Staffing): readonly Located<StaffingModel>[] =>
  models.map(({ model, file }) => ({ value: model, where: (path) => [file, ...path].join(' ') }));

/** Works out what `isocentre require` does for a return, and names every model that could be taken. */
export const requirementOf = (
  read: ReadReturn,
  asked: readonly string[] | undefined,
  staffing: Staffing,
  evidence: Evidence,
): Result<Requirement> => {
  const known = locatedIn(staffing);
  const names = known.map(({ value }) => value.name);
  const unknown = asked?.filter((name) => !names.includes(name)) ?? [];
  if (asked?.length === 0 || unknown.length > 0)
    return failure({
      where: 'the staffing models',
      found: unknown.length > 0 ? unknown.join(', ') : 'none chosen',
      expected: `any of ${names.join(', ')}`,
    });
  // A return may have tens of thousands of wrong cells.
  if (read.problems.length > 0)
    return failure({
      where: read.own?.file ?? 'the return',
      found: `${read.problems.length} places to mend`,
      expected: 'a return in which all is right',
    });
  const report = reportRequirement(read, known, asked, evidence);
  if (!report.ok) return report;
  const activity = activityOf(read, known);
  if (!activity.ok) return activity;
  return success({
    file: read.own?.file ?? '',
    offered: known.map(({ value: model }) => ({ model, missing: missingDrivers(model, activity.value) })),
    report: report.value,
  });
};
