import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { palette } from './palette.ts';

const sheet = readFileSync(new URL('../styles/_base.scss', import.meta.url), 'utf8');

test.each(Object.entries(palette))('the colour %s is that of the style sheet', (name, colour) => {
  expect(new RegExp(`^  ${name}: ([^;]+);$`, 'm').exec(sheet)?.[1]).toBe(colour);
});

const light = (colour: string): number => {
  const hex = colour.length === 4 ? colour.slice(1).replaceAll(/./g, '$&$&') : colour.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

// WCAG 2.2, success criterion 1.4.3; text in a drawing is no text that axe sees.
test.each([0, 1, 2, 3, 4])('what is written on step %i of a map can be read', (step) => {
  const [a, b] = [palette[`--step-${step}`] ?? '', palette[`--on-step-${step}`] ?? ''].map(light);
  const [dark = 0, bright = 0] = [a ?? 0, b ?? 0].toSorted((one, other) => one - other);
  expect((bright + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(4.5);
});
