import { valueText } from '@isocentre/evidence';
import {
  amountText,
  originText,
  quantityText,
  rangeText,
  sayList,
  signedAmount,
  termText,
  type Explanation,
  type FigureBehind,
} from '@isocentre/workforce';
import { Details } from 'nhsuk-react-components';
import type { ReactNode } from 'react';

const Sum = ({ terms, value, unit }: Explanation): ReactNode => (
  <div className="trust__scroll">
    <table className="sum">
      <caption className="nhsuk-u-visually-hidden">Lines that add up to the number, in {unit}</caption>
      <tbody>
        {terms.map((term, index) => {
          const { sign, amount } = signedAmount(term);
          return (
            <tr key={term.title}>
              <td className="sum__number">
                {index === 0 && sign === '+' ? '' : `${sign} `}
                {amount}
              </td>
              <th scope="row">{termText(term)}</th>
            </tr>
          );
        })}
        <tr className="sum__total">
          <td className="sum__number">= {amountText(value, unit)}</td>
          <th scope="row">{unit}</th>
        </tr>
      </tbody>
    </table>
  </div>
);

// A table of values in bold type would be a block of black.
const longest = 40;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const Behind = ({ one }: { readonly one: FigureBehind }): ReactNode => {
  const { figure, id, value, own } = one;
  const isAssumed = !own && figure.basis === 'assumption';
  const url = own ? undefined : figure.source?.url;
  const text = valueText(value);
  const range = isAssumed ? rangeText(figure) : 'none';
  return (
    <li className={`behind${isAssumed ? ' behind--assumed' : ''}`}>
      <p className="behind__title">
        {figure.title}: {text.length > longest ? text : <strong>{text}</strong>} {figure.unit}
      </p>
      <p>
        {isAssumed ? <span className="assumed">Assumption.</span> : null}{' '}
        {capital(originText(one).replace(/^assumption: /, '')).replace(/\.$/, '')}.{' '}
        {range === 'none' ? null : `Range: ${range}. `}
        {url === undefined ? null : (
          <a href={url} rel="noreferrer">
            Source<span className="nhsuk-u-visually-hidden"> of {figure.title}</span>
          </a>
        )}{' '}
        <code>{id}</code>
      </p>
    </li>
  );
};

const plural = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;

/** How many figures stand behind a number, and how many of them nobody has published. */
const basisOf = (figures: readonly FigureBehind[]): string => {
  const own = figures.filter((one) => one.own).length;
  const assumed = figures.filter((one) => !one.own && one.figure.basis === 'assumption').length;
  const parts = [
    plural(assumed, 'is an assumption', 'are assumptions'),
    ...(own === 0 ? [] : [plural(own, 'is the scenario’s own', 'are the scenario’s own')]),
  ];
  return `${plural(figures.length, 'figure feeds', 'figures feed')} it; ${sayList(parts)}.`;
};

/** The equation of a number, the lines that add up to it, and the figures behind it. */
export const Explained = ({ explanation }: { readonly explanation: Explanation }): ReactNode => {
  const { equation, words, asides, parts, levers, figures } = explanation;
  // Assumptions first: they are what a reader should doubt.
  const sorted = figures.toSorted(
    (a, b) => Number(b.figure.basis === 'assumption') - Number(a.figure.basis === 'assumption'),
  );
  return (
    <>
      <p className="trust__equation">
        <code>{equation}</code>
      </p>
      <p>{capital(words)}.</p>
      <Sum {...explanation} />
      {asides.length === 0 ? null : (
        <p className="trust__quiet">
          Beside it: {asides.map((one) => `${one.title} ${quantityText(one)}`).join('; ')}.
        </p>
      )}
      {levers.length === 0 ? null : (
        <p className="trust__quiet">
          Levers that act on it:{' '}
          {levers.map(({ name, reason }) => (reason === undefined ? name : `${name} (${reason})`)).join('; ')}.
        </p>
      )}
      {parts.length < 2 ? null : (
        <Details className="numbers">
          <Details.Summary>Part by part</Details.Summary>
          <Details.Text>
            <div className="trust__scroll">
              <table className="sum">
                <caption className="nhsuk-u-visually-hidden">An occupation in a region is a part</caption>
                <tbody>
                  {parts.map((one) => (
                    <tr key={one.title}>
                      <td className="sum__number">{amountText(one.value, one.unit)}</td>
                      <th scope="row">{one.title}</th>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Details.Text>
        </Details>
      )}
      <h2>The figures behind it</h2>
      {figures.length === 0 ? (
        <p>No figure stands behind it.</p>
      ) : (
        <Details className="numbers">
          <Details.Summary>{basisOf(figures)}</Details.Summary>
          <Details.Text>
            <p className="trust__quiet">
              Assumptions come first. Parts share formulas, so that figures of other parts may be among them.
            </p>
            <ul className="behind-list">
              {sorted.map((one) => (
                <Behind key={one.id} one={one} />
              ))}
            </ul>
          </Details.Text>
        </Details>
      )}
    </>
  );
};
