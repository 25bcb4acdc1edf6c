import { expect, test } from 'vitest';
import { withDepartment } from '../../state/address.ts';
import { onReturn, untouched } from '../../state/state.ts';
import { departmentOf, questionOf, withExample, withModels } from './asked.ts';

const own = { file: 'ours.csv', hash: 'a1'.repeat(32) };

test('nobody’s staff is asked about on an untouched page; that of the return it runs on else', () => {
  expect(questionOf(untouched)).toBeUndefined();
  expect(questionOf({ ...untouched, start: onReturn(untouched.start, own) })).toEqual({ of: own.hash });
});

test('the department of a link goes before the return of the baseline', () => {
  const other = { file: 'a@b.csv', hash: 'c3'.repeat(32) };
  const state = withDepartment({ ...untouched, start: onReturn(untouched.start, own) }, other);
  expect(departmentOf(state)).toEqual(other);
  expect(questionOf(withExample(state))).toEqual({ of: 'example' });
  // What a link holds that is no name of a return counts as not said.
  expect(departmentOf({ ...untouched, params: { 'staff.of': 'ours.csv' } })).toBeUndefined();
});

test('models are chosen by name, none among them, and every one that fits again', () => {
  const example = withExample(untouched);
  const some = withModels(example, ['eortc', 'iaea-linacs']);
  expect(some.params['staff.models']).toBe('eortc,iaea-linacs');
  expect(questionOf(some)).toEqual({ of: 'example', models: ['eortc', 'iaea-linacs'] });
  expect(questionOf(withModels(example, []))).toEqual({ of: 'example', models: [] });
  expect(withModels(some, undefined)).toEqual(example);
  expect(withExample(some)).toEqual(example);
});
