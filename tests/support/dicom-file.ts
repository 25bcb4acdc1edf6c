/** One element of a DICOM file: its tag, its representation, and a text, numbers of 16 bits, bytes or items. */
export type DicomElement = readonly [
  tag: number,
  vr: 'UI' | 'CS' | 'SH' | 'LO' | 'DS' | 'IS' | 'US' | 'OB' | 'SQ',
  value: string | readonly number[] | Uint8Array | readonly (readonly DicomElement[])[],
];

const join = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => Array.from(part)));

const words = (...values: readonly number[]): Uint8Array => new Uint8Array(Uint16Array.from(values).buffer);

const long = (value: number): Uint8Array => words(value % 2 ** 16, Math.floor(value / 2 ** 16));

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

const element = ([tag, vr, value]: DicomElement): Uint8Array => {
  let content: Uint8Array;
  if (typeof value === 'string')
    content = bytesOf(value.length % 2 === 0 ? value : `${value}${vr === 'UI' ? '\0' : ' '}`);
  else if (value instanceof Uint8Array) content = value.length % 2 === 0 ? value : join([value, Uint8Array.of(0)]);
  else if (vr === 'SQ')
    content = join(
      (value as readonly (readonly DicomElement[])[]).map((item) => {
        const inner = join(item.map(element));
        return join([words(0xfffe, 0xe000), long(inner.length), inner]);
      }),
    );
  else content = words(...(value as readonly number[]));
  const head = [words(Math.floor(tag / 2 ** 16), tag % 2 ** 16), bytesOf(vr)];
  return vr === 'SQ' || vr === 'OB'
    ? join([...head, words(0), long(content.length), content])
    : join([...head, words(content.length), content]);
};

/** Writes a DICOM file in explicit VR little endian: preamble, mark, a file meta group, and elements in rising order. */
export const dicomFile = (elements: readonly DicomElement[]): Uint8Array => {
  const meta = element([0x00020010, 'UI', '1.2.840.10008.1.2.1']);
  const length = join([words(0x0002, 0x0000), bytesOf('UL'), words(4), long(meta.length)]);
  return join([new Uint8Array(128), bytesOf('DICM'), length, meta, ...elements.map(element)]);
};

/** A slice of a segmentation: its height, the segment, and its pixels, 0 or 1. */
export type SegmentationFrame = readonly [height: number, segment: number, pixels: readonly number[]];

/** Writes a DICOM SEG of 4 × 2 pixels of 0.5 × 0.75 mm and slices 2 mm apart. */
export const segmentationFile = (frames: readonly SegmentationFrame[], type = 'BINARY'): Uint8Array => {
  const bits = frames.flatMap(([, , pixels]) => pixels);
  const packed = new Uint8Array(Math.ceil(bits.length / 8));
  for (const [at, bit] of bits.entries()) packed[at >> 3] = (packed[at >> 3] ?? 0) | (bit << (at & 7));
  return dicomFile([
    [0x00280008, 'IS', String(frames.length)],
    [0x00280010, 'US', [2]],
    [0x00280011, 'US', [4]],
    [0x00280100, 'US', [1]],
    [0x00620001, 'CS', type],
    [
      0x52009229,
      'SQ',
      [
        [
          [0x00209116, 'SQ', [[[0x00200037, 'DS', '1\\0\\0\\0\\1\\0']]]],
          [
            0x00289110,
            'SQ',
            [
              [
                [0x00180088, 'DS', '2'],
                [0x00280030, 'DS', '0.75\\0.5'],
              ],
            ],
          ],
        ],
      ],
    ],
    [
      0x52009230,
      'SQ',
      frames.map(([height, segment]): readonly DicomElement[] => [
        [0x00209113, 'SQ', [[[0x00200032, 'DS', `-10\\5\\${height}`]]]],
        [0x0062000a, 'SQ', [[[0x0062000b, 'US', [segment]]]]],
      ]),
    ],
    [0x7fe00010, 'OB', packed],
  ]);
};

const code = (value: string, scheme: string): readonly (readonly DicomElement[])[] => [
  [
    [0x00080100, 'SH', value],
    [0x00080102, 'SH', scheme],
  ],
];

/** Writes a structured report with measurements, each within a group. */
export const reportFile = (
  measurements: readonly (readonly [concept: string, value: string, unit: string])[],
  template = '1500',
): Uint8Array =>
  dicomFile([
    [0x0040a040, 'CS', 'CONTAINER'],
    [0x0040a504, 'SQ', [[[0x0040db00, 'CS', template]]]],
    [
      0x0040a730,
      'SQ',
      measurements.map(([concept, value, unit]): readonly DicomElement[] => [
        [0x0040a040, 'CS', 'CONTAINER'],
        [
          0x0040a730,
          'SQ',
          [
            [
              [0x0040a040, 'CS', 'NUM'],
              [0x0040a043, 'SQ', code(concept, 'SRT')],
              [
                0x0040a300,
                'SQ',
                [
                  [
                    [0x004008ea, 'SQ', code(unit, 'UCUM')],
                    [0x0040a30a, 'DS', value],
                  ],
                ],
              ],
            ],
          ],
        ],
      ]),
    ],
  ]);
