import type { Draft } from './baseline/draft.ts';
import { isBeyond } from './baseline/occupations.ts';
import type { CellInput, OccupationInput } from './model-input.ts';
import { donorOf, idOf, nationalOf, ratio, sumLists, titleOf, total, type National } from './return-national.ts';
import { peopleOf } from './return-people.ts';
import type { OwnBaseline, ReturnData, ReturnStaff } from './return-schema.ts';
import type { Scope } from './scenario.ts';
import { sayList } from './words.ts';

/** A baseline made from a return, and what had to be filled from the nation. */
export interface ReturnBaseline {
  readonly draft: Draft;
  /** In plain sentences, for a report. */
  readonly filled: readonly string[];
  /** What does not fit, each as found and expected. */
  readonly problems: readonly { readonly found: string; readonly expected: string }[];
}

const trainingOf = (
  staff: ReturnStaff,
  data: ReturnData,
  { cells, posts }: National,
  ids: ReadonlySet<string>,
): CellInput['training'] => {
  const share = ratio(staff.posts, posts);
  return (cells[0]?.training ?? []).map((stream, index) => {
    const trainees = sumLists(cells.map((cell) => cell.training[index]?.trainees ?? []));
    const starts = sumLists(cells.map((cell) => cell.training[index]?.starts ?? []));
    const inServiceFrom = stream.inServiceFrom !== null && ids.has(stream.inServiceFrom) ? stream.inServiceFrom : null;
    const own = data.trainees.find((row) => idOf(row) === idOf(staff) && row.route === stream.route);
    if (!own) {
      const part = (values: readonly number[]): number[] => values.map((value) => value * share);
      return { route: stream.route, trainees: part(trainees), starts: part(starts), inServiceFrom };
    }
    const perStart = ratio(total(trainees), starts[0] ?? 0) || trainees.length;
    const places = own.starts ?? own.people / perStart;
    return {
      route: stream.route,
      trainees: trainees.map(() => own.people / trainees.length),
      starts: starts.map(() => places),
      inServiceFrom,
    };
  });
};

const recruitsOf = ({ posts }: ReturnStaff, national: National): CellInput['recruits'] =>
  (national.cells[0]?.recruits ?? []).map((source, index) => ({
    ...source,
    people: sumLists(national.cells.map((cell) => cell.recruits[index]?.people ?? [])).map(
      (value) => value * ratio(posts, national.posts),
    ),
  }));

const nobody = 'nobody';

/** Names the occupations that lack something. */
const without = (staff: readonly ReturnStaff[], has: (one: ReturnStaff) => boolean): string => {
  const lacking = staff.filter((one) => !has(one));
  if (lacking.length === 0) return nobody;
  return lacking.length === staff.length ? 'every occupation' : sayList(lacking.map(titleOf));
};

const filledOf = (data: ReturnData, borrowed: readonly ReturnStaff[]): readonly string[] => {
  const { staff } = data;
  const year = data.date.slice(0, data.date.indexOf('-'));
  const scientists = staff.filter((one) => one.group === 'scientist');
  const trained = staff.filter((one) => one.group !== 'support');
  const ofAges = (one: ReturnStaff) => data.ages.filter((row) => idOf(row) === idOf(one));
  const lines = [
    `Headcount follows from the hours worked nationally for ${without(staff, (one) => one.heads !== undefined || ofAges(one).length > 0)}.`,
    `Ages are the national ones for ${without(staff, (one) => ofAges(one).length > 0)}.`,
    `Recognised experts are the national share for ${without(
      scientists,
      (one) =>
        one.recognised !== undefined ||
        (ofAges(one).length > 0 && ofAges(one).every((row) => row.recognised !== undefined)),
    )}.`,
    `Required staff are what the nation requires for each post, taken as true in ${year}, for ${without(staff, (one) => one.required !== undefined)}.`,
    `Trainees and training places are the national ones by the share of posts for ${without(trained, (one) => data.trainees.some((row) => idOf(row) === idOf(one)))}.`,
    `Rates are those of the same staff group elsewhere for ${sayList(borrowed.map(titleOf)) || nobody}, whom the national baseline does not have.`,
  ];
  return [
    ...lines.filter((line) => !line.includes(nobody)),
    'Leaving, retirement, recruitment, pay and growth are the national figures.',
  ];
};

/**
 * Puts a return in place of the national baseline: its posts, people, experts and trainees; what it does not say is
 * filled from the nation, by the share of posts. Year 0 then reports exactly what the return says.
 *
 * @param national The national baseline of the same scenario, dated as the return.
 * @param place The one region of the result.
 */
export const applyReturn = (
  national: Draft,
  own: OwnBaseline & { readonly data: ReturnData },
  place: { readonly id: string; readonly title: string },
): ReturnBaseline => {
  const { data } = own;
  const { input } = national;
  const byId = nationalOf(national);
  const ids = new Set(data.staff.map(idOf));
  const problems: { found: string; expected: string }[] = [];
  const borrowed: ReturnStaff[] = [];
  const parts = data.staff.flatMap((staff) => {
    const donor = donorOf(staff, byId);
    if (!donor) {
      problems.push({
        found: titleOf(staff),
        expected: `an occupation that the national baseline can fill: ${sayList([...byId.values()].map((one) => one.occupation.title))}`,
      });
      return [];
    }
    if (!byId.has(idOf(staff))) borrowed.push(staff);
    const people = peopleOf(data, staff, donor.people);
    if (!people) {
      problems.push({
        found: `${staff.recognised ?? 0} experts among ${titleOf(staff)} for ${staff.inPost} WTE in post`,
        expected: 'no more experts than the staff in post can be, or their headcount',
      });
      return [];
    }
    return [{ staff, donor, people, share: ratio(staff.posts, donor.posts) }];
  });
  const { years } = input;
  const occupations = parts.map(({ donor: { occupation }, people }): OccupationInput => ({
    ...structuredCopy(occupation),
    participation: people.participation,
    transfers: occupation.transfers.filter((transfer) => ids.has(transfer.to)),
  }));
  const cells = parts.map(({ staff, donor, people }): CellInput => ({
    occupation: idOf(staff),
    region: place.id,
    notRecognised: people.notRecognised,
    recognised: people.recognised,
    returned: 0,
    posts: staff.posts,
    addedPosts: Array<number>(years).fill(0),
    requirement: [],
    recognisedRequirement: [],
    training: trainingOf(staff, data, donor, ids),
    recruits: recruitsOf(staff, donor),
  }));
  const requirement = parts.map(({ staff, donor, share }) => staff.required ?? donor.requirement * share);
  const draft: Draft = {
    input: {
      ...input,
      fundedShare: [...input.fundedShare],
      return: { organisation: data.organisation, kind: data.kind, date: data.date, file: own.file, hash: own.hash },
      regions: [place],
      occupations,
      cells,
    },
    declaredYears: national.declaredYears,
    requirement,
    recognisedRequirement: parts.map(
      ({ donor }, index) => (requirement[index] ?? 0) * ratio(donor.recognisedRequirement, donor.requirement),
    ),
    growth: new Map(parts.map(({ staff, donor }) => [idOf(staff), [...donor.growth]])),
    technology: parts.map(() => Array<number>(years + 1).fill(1)),
    programmes: parts.map(({ donor, share }) => donor.programmes.map((value) => value * share)),
  };
  return { draft, filled: filledOf(data, borrowed), problems };
};

/** Copies the lists of an occupation that levers change, so that the nation keeps its own. */
const structuredCopy = (occupation: OccupationInput): OccupationInput => ({
  ...occupation,
  quitMultiplier: [...occupation.quitMultiplier],
  returning: [...occupation.returning],
  supervision: [...occupation.supervision],
  certification: occupation.certification && {
    ...occupation.certification,
    probability: [...occupation.certification.probability],
    perAssessor: [...occupation.certification.perAssessor],
  },
});

const engineeringTogether = 'clinical_and_rehabilitation_engineering';

/**
 * Finds the scope whose national baseline fills a return: the whole of MPCE where it has a specialism or support staff
 * that no survey has, the surveyed where it has engineering as surveys count it, else as asked. Both at once do not fit:
 * undefined.
 */
export const scopeOfReturn = ({ staff }: ReturnData, asked: Scope): Scope | undefined => {
  const beyond = staff.some((one) => isBeyond(one.specialism) || one.group === 'support');
  if (staff.some((one) => one.specialism === engineeringTogether)) return beyond ? undefined : 'surveyed';
  return beyond ? 'whole-mpce' : asked;
};
