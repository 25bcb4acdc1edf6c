import type { Json } from '@isocentre/ledger';
import { z } from 'zod';
import type { Register } from './declaration.ts';

/** Gives a key as the register writes it, where what somebody typed differs from one in case and spaces alone; else as it was typed. */
export const keyAsWritten = (register: Register, typed: string): string => {
  const plain = typed.replaceAll(/\s+/g, '').toUpperCase();
  return !register.key.pattern.test(typed) && register.key.pattern.test(plain) ? plain : typed;
};

/** Gives a value of a field as the register writes it, where what somebody typed differs from one in case alone; else as it was typed. */
export const fieldAsWritten = <Value extends Json>(register: Register, field: string, typed: Value): Value => {
  const form = register.content instanceof z.ZodObject ? register.content.shape[field] : undefined;
  const capitals = (value: Json): Json =>
    Array.isArray(value) ? value.map(capitals) : typeof value === 'string' ? value.toUpperCase() : value;
  const plain = capitals(typed) as Value;
  const takes = (value: Json): boolean => form instanceof z.ZodType && form.safeParse(value).success;
  return !takes(typed) && takes(plain) ? plain : typed;
};
