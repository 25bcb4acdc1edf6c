import type { ReactNode } from 'react';
import type { FigureTold } from '../../shipped/figure-told.ts';

/** A figure with its value, what it rests on, and where that comes from. */
export const FigureSource = ({ figure }: { readonly figure: FigureTold }): ReactNode => (
  <>
    {figure.title}
    {figure.value === undefined ? (
      '.'
    ) : (
      <>
        : <strong>{figure.value}</strong> {figure.unit}.
      </>
    )}{' '}
    {figure.basis === 'assumption' ? <span className="assumed">Assumption.</span> : null} {figure.why}{' '}
    {figure.url === undefined ? null : (
      <a href={figure.url} rel="noreferrer">
        Source
        <span className="nhsuk-u-visually-hidden"> of {figure.title}</span>
      </a>
    )}
  </>
);
