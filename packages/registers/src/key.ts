import type { Register } from './declaration.ts';

/** Gives a key as the register writes it, where what somebody typed differs from one in case and spaces alone; else as it was typed. */
export const keyAsWritten = (register: Register, typed: string): string => {
  const plain = typed.replaceAll(/\s+/g, '').toUpperCase();
  return !register.key.pattern.test(typed) && register.key.pattern.test(plain) ? plain : typed;
};
