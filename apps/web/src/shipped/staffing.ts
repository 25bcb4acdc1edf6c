import type { StaffingModel } from '@isocentre/workforce';

/** The staffing models that ship, and a made-up department that they can be tried on. */
export interface Staffing {
  readonly models: readonly { readonly model: StaffingModel; readonly file: string }[];
  readonly example: { readonly file: string; readonly text: string };
}

declare const staffingAtBuild: Staffing;

/** What shipped with this page; loaded when it is first asked for. */
export const staffing: Staffing = staffingAtBuild;
