import { failure, success, type Result } from '@isocentre/evidence';
import type { DataSet } from 'dicom-parser';
import { itemAt, itemsOf, numbersOf, readDicom } from './dicom-data.ts';

const tags = {
  content: 'x0040a730',
  valueType: 'x0040a040',
  concept: 'x0040a043',
  codeValue: 'x00080100',
  scheme: 'x00080102',
  measured: 'x0040a300',
  number: 'x0040a30a',
  units: 'x004008ea',
  templates: 'x0040a504',
  template: 'x0040db00',
} as const;

/** A measurement of a structured report. */
export interface ReportedMeasurement {
  /** The code of what was measured, and the scheme that it is of, such as M-02550 of SRT. */
  readonly code: string;
  readonly scheme: string;
  readonly value: number;
  /** UCUM code of the unit, such as mm. */
  readonly unit: string;
}

const measurementsIn = (item: DataSet): readonly ReportedMeasurement[] => {
  const inner = itemsOf(item, tags.content).flatMap(measurementsIn);
  if (item.string(tags.valueType) !== 'NUM') return inner;
  const concept = itemAt(item, tags.concept);
  const measured = itemAt(item, tags.measured);
  return [
    {
      code: concept?.string(tags.codeValue) ?? '',
      scheme: concept?.string(tags.scheme) ?? '',
      value: numbersOf(measured, tags.number)[0] ?? Number.NaN,
      unit: itemAt(measured, tags.units)?.string(tags.codeValue) ?? '',
    },
    ...inner,
  ];
};

/**
 * Reads every measurement of a DICOM structured report of the template "Measurement Report" (TID 1500).
 *
 * Source: DICOM PS3.16, TID 1500; numeric content items by PS3.3, C.18.1.
 *
 * @returns the measurements in the order of the report; or what is wrong: another file, cut off, another template, none.
 */
export const readMeasurementReport = (bytes: Uint8Array, name: string): Result<readonly ReportedMeasurement[]> => {
  const read = readDicom(bytes, name);
  if (!read.ok) return read;
  const template = itemAt(read.value, tags.templates)?.string(tags.template);
  if (template !== '1500')
    return failure({
      where: name,
      found: `the template ${template ?? 'none'}`,
      expected: 'a structured report of TID 1500',
    });
  const measurements = measurementsIn(read.value);
  return measurements.length > 0
    ? success(measurements)
    : failure({ where: name, found: 'no measurement', expected: 'at least one' });
};

/** Finds the one measurement of a code in a report, in a stated unit. */
export const measurementOf = (
  bytes: Uint8Array,
  name: string,
  { code, scheme }: { readonly code: string; readonly scheme: string },
  unit: string,
): Result<number> => {
  const read = readMeasurementReport(bytes, name);
  if (!read.ok) return read;
  const found = read.value.filter((one) => one.code === code && one.scheme === scheme);
  const wrong = (what: string, expected: string): Result<never> => failure({ where: name, found: what, expected });
  const [only] = found;
  if (!only || found.length > 1) return wrong(`${found.length} measurements of ${code} (${scheme})`, 'one');
  if (only.unit !== unit) return wrong(`the unit "${only.unit}"`, `"${unit}", as the protocol has it`);
  return Number.isFinite(only.value) ? success(only.value) : wrong('a value that is no number', 'a number');
};
