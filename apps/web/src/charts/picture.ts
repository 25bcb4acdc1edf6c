import { draw } from './draw.ts';
import type { Layout } from './layout.ts';
import { palette } from './palette.ts';
import { breakName, letterWidth, svg } from './svg.ts';

/** A chart with what is written around it once it is taken away. */
export interface Captioned {
  readonly layout: Layout;
  readonly title: string;
  readonly note?: string;
  /** Where the numbers are from. */
  readonly source: string;
}

/** A picture as a file of its own. */
export interface Picture {
  /** SVG that needs no style sheet and no font but Arial or Helvetica. */
  readonly text: string;
  /** Size in CSS pixels. */
  readonly width: number;
  readonly height: number;
}

const width = 960;
const chartHeight = 460;
const edge = 32;
const title = { size: 21, line: 27 };
const small = { size: 13, line: 18 };
const gap = 14;

/** Draws a chart as a picture with its title, a note and its source. */
export const pictureOf = ({ layout, title: heading, note = '', source }: Captioned): Picture => {
  const room = width - 2 * edge;
  const inner = draw(layout, { width: room, height: chartHeight, isLarge: true });
  const innerHeight = Number(inner.getAttribute('height'));
  let y = edge;
  const written = (text: string, look: typeof title, fill: string, weight: string): readonly Node[] =>
    // Ordinary letters are narrower than bold ones.
    breakName(text, weight === 'bold' ? room : (room * letterWidth) / 0.52, look.size).map((line) => {
      y += look.line;
      return svg(
        'text',
        { x: edge, y: y - (look.line - look.size), 'font-size': look.size, 'font-weight': weight, fill },
        line,
      );
    });
  const above = written(heading, title, 'var(--ink)', 'bold');
  inner.setAttribute('x', String(edge));
  inner.setAttribute('y', String(y + gap));
  y += gap + innerHeight + gap;
  const below = [note, source].flatMap((text) => (text === '' ? [] : written(text, small, 'var(--quiet)', 'normal')));
  const height = Math.ceil(y + edge - small.line / 2);
  const whole = svg(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      color: 'var(--ink)',
      fill: 'currentColor',
      'font-family': 'Arial, Helvetica, sans-serif',
    },
    svg('title', {}, heading),
    svg('desc', {}, [note, source].filter((text) => text !== '').join(' ')),
    svg('rect', { width, height, fill: 'var(--paper)' }),
    ...above,
    inner,
    ...below,
  );
  for (const element of whole.querySelectorAll('[class]')) element.removeAttribute('class');
  // Plot names a font of the reader's system.
  for (const element of whole.querySelectorAll('svg[font-family]')) element.removeAttribute('font-family');
  // As attributes: a page's policy may refuse styles within a picture, and not every program reads them.
  for (const element of whole.querySelectorAll<SVGElement>('[style]')) {
    for (const name of ['font-size', 'overflow']) {
      const value = element.style.getPropertyValue(name);
      if (value !== '') element.setAttribute(name, value);
    }
    element.removeAttribute('style');
  }
  const text = new XMLSerializer()
    .serializeToString(whole)
    .replaceAll(/var\((--[\w-]+)\)/g, (_, name: string) => palette[name] ?? 'currentColor');
  return { text: `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`, width, height };
};

const scale = 2;

/** Paints a picture at twice its size, for documents and screens with many pixels. */
export const toPng = async ({ text, width: wide, height }: Picture): Promise<Blob> => {
  const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = wide * scale;
    canvas.height = height * scale;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((done, failed) => {
      canvas.toBlob((blob) => {
        if (blob) done(blob);
        else failed(new Error('the browser could not paint the picture'));
      }, 'image/png');
    });
  } finally {
    URL.revokeObjectURL(address);
  }
};
