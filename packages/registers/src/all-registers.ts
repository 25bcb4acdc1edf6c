import type { Register } from './declaration.ts';
import { memberships } from './memberships/memberships.ts';
import { organisations } from './organisations/organisations.ts';

/** The registers that anyone may read, in the order of their making. */
export const shownRegisters: readonly Register[] = [organisations];

/** Every register that is kept: those, and who may act in them. */
export const allRegisters: readonly Register[] = [...shownRegisters, memberships];
