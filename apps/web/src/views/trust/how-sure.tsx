import { sayCount, sayRanking, sayShare } from '@isocentre/workforce';
import { useMemo, type ReactNode } from 'react';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { Figure } from '../../components/figure/figure.tsx';
import type { Sureness } from '../../compute/trust-jobs.ts';
import { barsOf, barsPicture, chanceChart, rankingTable } from './charts.ts';

/** Chance and ignorance told apart. */
export const HowSure = ({ sureness }: { readonly sureness: Sureness }): ReactNode => {
  const { years, low, high, chance, inside, runs } = sureness;
  const chart = useMemo(() => chanceChart(sureness), [sureness]);
  const end = chance.at(-1);
  return (
    <section aria-labelledby="trust-sure">
      <h2 id="trust-sure">How sure the shortfall is</h2>
      <p>
        In {years.at(-1)}, {sayShare(inside)} of {sayCount(runs)} futures are short of between{' '}
        {sayCount(low.at(-1) ?? 0)} and {sayCount(high.at(-1) ?? 0)} WTE.{' '}
        {end === null || end === undefined
          ? 'Nothing varies there.'
          : `Chance makes ${sayShare(end)} of that variance; the rest is not knowing the assumptions better.`}
      </p>
      <Figure {...chart} />
    </section>
  );
};

/** The assumptions by how much they matter. */
export const WhatMatters = ({ sureness }: { readonly sureness: Sureness }): ReactNode => {
  const { ranking } = sureness;
  if (!ranking.ok) {
    return (
      <section aria-labelledby="trust-matters">
        <h2 id="trust-matters">Which assumptions matter most</h2>
        <p>
          That cannot be told:{' '}
          {ranking.problems.map(({ found, expected }) => `${found}; expected ${expected}`).join('. ')}.
        </p>
      </section>
    );
  }
  return (
    <section aria-labelledby="trust-matters">
      <h2 id="trust-matters">Which assumptions matter most</h2>
      <p>
        {sayRanking(ranking.value)} This is of the shortfall in {ranking.value.year}.
      </p>
      <ol className="bars">
        {barsOf(ranking.value).map(({ id, title, share, label, meaning }) => (
          <li key={id} className="bars__row">
            <span className="bars__title">{title}</span>
            <span className="bars__line">
              <span className="bars__bar" style={{ width: `${share * 80}%` }} />
              <span className="bars__label">
                {label}
                <span className="nhsuk-u-visually-hidden">: {meaning}</span>
              </span>
            </span>
          </li>
        ))}
      </ol>
      <p className="trust__quiet">
        The number is the standardised coefficient of a regression of ranks on ranks: above 0, more of the assumption
        makes the shortfall larger; below 0, smaller. An assumption that stands low in this list may still be wrong; its
        range does not change the answer much.
      </p>
      <DataTable
        table={rankingTable(ranking.value)}
        title="Numbers of this list: which assumptions matter most"
        chart={{
          title: `Which assumptions matter most for the shortfall in ${ranking.value.year}`,
          layout: barsPicture(barsOf(ranking.value)),
          note: 'Standardised coefficients of a regression of ranks on ranks; above 0, more of it makes the shortfall larger.',
        }}
      />
    </section>
  );
};
