import {
  groups,
  saySpan,
  sayWte,
  specialisms,
  type ComparedRequirement,
  type RequirementReport,
  type Span,
  type StaffingModel,
} from '@isocentre/workforce';
import type { Ranges } from '../../charts/layout.ts';
import type { FigureProps } from '../../components/figure/figure.tsx';

/** An occupation with what each model requires of it. */
export interface Occupation {
  readonly id: string;
  /** Such as `Clinical scientists in radiotherapy physics`. */
  readonly title: string;
  /** WTE of the return. */
  readonly posts: number;
  readonly inPost: number;
  readonly models: readonly { readonly model: StaffingModel; readonly needed: ComparedRequirement }[];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The title of a model with its marks, such as "not UK". */
export const titleOf = ({ title, marks = [] }: StaffingModel): string =>
  marks.length > 0 ? `${title} (${marks.join(', ')})` : title;

/** Gives the occupations that models require, each with every model that does. */
export const occupationsOf = ({ models }: RequirementReport): readonly Occupation[] => {
  const found = new Map<string, Occupation>();
  for (const { model, occupations } of models) {
    for (const needed of occupations) {
      const id = `${needed.specialism}.${needed.group}`;
      const before = found.get(id);
      found.set(id, {
        id,
        title: capital(`${groups[needed.group]} in ${specialisms[needed.specialism]}`),
        posts: needed.posts,
        inPost: needed.inPost,
        models: [...(before?.models ?? []), { model, needed }],
      });
    }
  }
  return [...found.values()];
};

/** Writes how what is required differs from what there is: `17.3 to 17.7 fewer`, `2.0 more`, `1.0 fewer to 2.0 more`. */
export const sayGap = (span: Span): string => {
  // As they are printed, so that no "0.0 fewer" is.
  const [low, high] = [sayWte(span.low), sayWte(span.high)];
  if (low === '0.0' && high === '0.0') return 'as many';
  const size = (text: string): string => text.replace('-', '');
  const both = (one: string, other: string): string => (one === other ? size(one) : `${size(one)} to ${size(other)}`);
  if (!low.startsWith('-')) return `${both(low, high)} more`;
  return high === '0.0' || high.startsWith('-') ? `${both(high, low)} fewer` : `${size(low)} fewer to ${high} more`;
};

/** Draws what each model requires of an occupation against its posts and staff in post. */
export const rangesChart = ({
  title,
  posts,
  inPost,
  models,
}: Occupation): Omit<FigureProps, 'layout' | 'size'> & { readonly layout: Ranges } => {
  const said = models.map(
    ({ model, needed }) => `${saySpan(needed.required, sayWte)} by ${titleOf(model).replaceAll(',', '')}`,
  );
  return {
    title: `${title}: required (WTE)`,
    label: `${title}, WTE required: ${said.join('; ')}. Funded posts ${sayWte(posts)}, in post ${sayWte(inPost)}.`,
    layout: {
      kind: 'ranges',
      scale: 'from nothing',
      rows: models.map(({ model, needed: { required } }) => ({
        name: titleOf(model),
        ...required,
        text: saySpan(required, sayWte),
      })),
      marks: [
        { name: `in post ${sayWte(inPost)}`, at: inPost },
        { name: `posts ${sayWte(posts)}`, at: posts },
      ],
    },
    table: {
      name: `Required staff, ${title.toLowerCase()}`,
      columns: [
        { key: 'model', title: 'Model', kind: 'text' },
        { key: 'required_low', title: 'Required, low', kind: 'number' },
        { key: 'required_high', title: 'Required, high', kind: 'number' },
        { key: 'posts', title: 'Posts', kind: 'number' },
        { key: 'in_post', title: 'In post', kind: 'number' },
      ],
      rows: models.map(({ model, needed: { required } }) => [model.name, required.low, required.high, posts, inPost]),
    },
  };
};
