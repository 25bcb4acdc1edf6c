// Written by "npm run api" from docs/api/openapi.json.

export type ApiRegister = {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  /** what a key is */
  readonly key: string;
  readonly states: { readonly [name: string]: string };
  readonly roles: { readonly [name: string]: string };
  readonly actions: readonly {
    readonly action: string;
    readonly title: string;
    readonly from: readonly string[];
    readonly to?: string;
    readonly needsReasons: boolean;
    readonly barredByInterest: boolean;
  }[];
  /** who may do what in which states; all else is denied */
  readonly authority: readonly {
    readonly role: string;
    readonly action: string;
    readonly states: readonly string[];
  }[];
  readonly facets: readonly string[];
  /** the fields that anyone may see */
  readonly fields: readonly string[];
};

export type ApiProblem = {
  /** the address of an explanation */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** each thing that is wrong: where, what was found, what was expected */
  readonly problems?: readonly {
    readonly where: string;
    readonly found: string;
    readonly expected: string;
  }[];
  /** the record as it is now, where that is why */
  readonly now?: {
    readonly state: string;
    readonly lastEntry: number;
  };
};

export type ApiPage = {
  readonly records: readonly ApiRecord[];
  /** how many there are in all, exact up to 1,000; 1,001 stands for more */
  readonly count: number;
  /** the address of the next page; absent on the last one */
  readonly next?: string;
};

export type ApiRecord = {
  readonly register: string;
  readonly key: string;
  readonly state: string;
  /** from when the state holds */
  readonly since: string;
  /** the fields that you may see, as they hold; a day to come stands in `later` */
  readonly content: { readonly [name: string]: unknown };
  /** the number of the last entry about it */
  readonly lastEntry: number;
  /** what is announced for later days, soonest first; state and content are what holds today */
  readonly later?: readonly {
    readonly action: string;
    /** the day, in the United Kingdom, from which it will hold */
    readonly on: string;
    /** the entry that decided it; absent where a date in a field brings it */
    readonly entry?: number;
    /** fields that come with it, such as successors */
    readonly content?: { readonly [name: string]: unknown };
  }[];
};

export type ApiHistory = {
  readonly entries: readonly ApiEntry[];
  /** content apart that you may see, by its hash */
  readonly items: { readonly [name: string]: ApiItem };
};

export type ApiEntry = {
  /** counted from 1 through the whole ledger; the order of entries */
  readonly number: number;
  /** the register it belongs to */
  readonly register: string;
  /** the record of the register */
  readonly key: string;
  /** decide: the record changes; correct: it takes the place of another entry; redact: content was erased */
  readonly kind: 'decide' | 'correct' | 'redact' | 'annotate';
  readonly what: { readonly [name: string]: unknown };
  /** by name, the hashes of items that are stored apart and can be erased */
  readonly apart: { readonly [name: string]: string };
  readonly by: {
    /** identifier of who decided, never a name */
    readonly who: string;
    /** the role in which they decided */
    readonly capacity: string;
  };
  /** hashes of the documents that the decision rests on */
  readonly evidence: readonly string[];
  /** the entry that this corrects, redacts or annotates */
  readonly concerns?: number;
  /** from when the decision holds; a date begins at 00:00 UTC */
  readonly validFrom: string;
  /** when the entry was written */
  readonly recorded: string;
};

export type ApiItem = {
  /** 32 random bytes in hexadecimal */
  readonly salt: string;
  readonly content?: unknown;
};

export type ApiProof = {
  readonly format: 'isocentre proof 1';
  /** what the ledger held when the proof was made, signed */
  readonly head: {
    /** how many entries the ledger had */
    readonly size: number;
    /** the root hash of the tree over them (RFC 6962) */
    readonly root: string;
    /** when it was signed */
    readonly time: string;
    /** the public key of the ledger (Ed25519) */
    readonly key: string;
    /** Ed25519 over the other members */
    readonly signature: string;
  };
  readonly entry: ApiEntry;
  /** hashes that lead from the entry to the root of the head (RFC 6962 §2.1.1) */
  readonly inclusion: readonly string[];
  readonly items: { readonly [name: string]: ApiItem };
  /** an earlier head, and the hashes that prove that the ledger only grew since (RFC 6962 §2.1.2) */
  readonly earlier?: {
    readonly head: {
      /** how many entries the ledger had */
      readonly size: number;
      /** the root hash of the tree over them (RFC 6962) */
      readonly root: string;
      /** when it was signed */
      readonly time: string;
      /** the public key of the ledger (Ed25519) */
      readonly key: string;
      /** Ed25519 over the other members */
      readonly signature: string;
    };
    readonly consistency: readonly string[];
  };
};

export type ApiTreeHead = {
  /** how many entries the ledger had */
  readonly size: number;
  /** the root hash of the tree over them (RFC 6962) */
  readonly root: string;
  /** when it was signed */
  readonly time: string;
  /** the public key of the ledger (Ed25519) */
  readonly key: string;
  /** Ed25519 over the other members */
  readonly signature: string;
};

export type ApiSession = {
  /** who you are here; no name */
  readonly id: string;
  readonly memberships: readonly {
    readonly register: string;
    readonly role: string;
    /** the organisation for which alone it is held, by its code */
    readonly organisation?: string;
    readonly from: string;
    /** the last day, or the day by which it has to be reviewed */
    readonly until: string;
  }[];
  /** what each request of yours that changes something sends back in the header x-form-secret */
  readonly formSecret: string;
};

export type ApiDecided = {
  /** the number of the entry that was written */
  readonly entry: number;
  readonly record: ApiRecord;
};

export type ApiDecision = {
  /** what is done */
  readonly action: string;
  /** the fields to be changed; null takes one away */
  readonly change?: { readonly [name: string]: unknown };
  /** why; some actions need it */
  readonly reasons?: string;
  /** hashes of the documents that it rests on */
  readonly evidence?: readonly string[];
  /** from when it holds; today without it */
  readonly validFrom?: string;
};

export type ApiCorrection = {
  /** the number of the entry that is wrong */
  readonly concerns: number;
  /** the fields as they should have been set; null for one that should not */
  readonly change?: { readonly [name: string]: unknown };
  /** why it is corrected */
  readonly reasons: string;
  /** hashes of the documents that it rests on */
  readonly evidence?: readonly string[];
  /** from when it should have held */
  readonly validFrom?: string;
};

export type ApiErasure = {
  /** the number of the entry whose content it is */
  readonly entry: number;
  /** names of the content, such as `reasons` */
  readonly names: readonly string[];
  /** why it is erased */
  readonly reasons: string;
};

export type ApiWithdrawal = {
  /** the number of the entry that decided it */
  readonly entry: number;
  /** why it is taken back */
  readonly reasons: string;
};
