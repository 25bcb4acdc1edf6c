/** What a finding is about. */
export type FindingKind =
  | 'total'
  | 'predictive values'
  | 'subgroups'
  | 'indication'
  | 'clearance'
  | 'method'
  | 'scale'
  | 'symmetry'
  | 'empty';

/** Something found in claims beside the answer to each of them. */
export interface Finding {
  readonly kind: FindingKind;
  /** Whether the claims contradict themselves or each other here; otherwise it is to be asked about. */
  readonly contradicts: boolean;
  readonly where: string;
  /** Plain words, with the figures or the words that were found. */
  readonly says: string;
}
