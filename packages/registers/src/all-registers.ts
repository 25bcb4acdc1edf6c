import type { Register } from './declaration.ts';
import { organisations } from './organisations/organisations.ts';

/** Every register that is kept, in the order of their making. */
export const allRegisters: readonly Register[] = [organisations];
