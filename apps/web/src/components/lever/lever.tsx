import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import type { PageLever } from '../../levers/page-lever.ts';
import { fromShown, readShown, sayLeverValue, toShown } from '../../levers/say-value.ts';
import { usePlanner, useShownPart } from '../../planner/use-planner.ts';
import { editOf, withEdit, withoutEdit, type PageState } from '../../state/state.ts';
import { nameSpecialism } from '../../words/part.ts';

interface LeverProps {
  readonly lever: PageLever;
  /** Moves it for this specialism alone. */
  readonly specialism?: string;
}

const scaleOf = (lever: PageLever): string => (lever.form === 'share' ? '%' : '');

/** Slider and number box of a lever: what it is set to, its range, and where the scenario has it. */
export const Lever = ({ lever, specialism }: LeverProps): ReactNode => {
  const planner = usePlanner();
  const key = specialism === undefined ? lever.id : `${lever.id}.${specialism}`;
  // Plain values, so that a lever is not drawn again while another one moves.
  const edit = useShownPart(({ state }) => editOf(state, lever.id, specialism));
  const scenarioValue = useShownPart(({ course }) => course?.levers[key]?.scenario);
  const today = useShownPart(({ course }) => course?.levers[key]?.today);
  const id = useId();
  const slider = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string>();
  const [wrong, setWrong] = useState<string>();
  const value = edit?.value ?? scenarioValue ?? lever.min;
  const forget = (): void => {
    setTyped(undefined);
    setWrong(undefined);
  };
  // What was written gives way to whatever moves the lever.
  useEffect(forget, [value]);

  const stateWith = (next: number): PageState =>
    withEdit(planner.snapshot().state, {
      ...edit,
      lever: lever.id,
      ...(specialism === undefined ? {} : { specialism }),
      value: next,
    });

  // React's change event is the browser's input event; the browser's own change event tells that the hand let go.
  const settle = useRef<(value: number) => void>(() => undefined);
  settle.current = (next) => {
    planner.go(stateWith(next));
  };
  useEffect(() => {
    const element = slider.current;
    const letGo = (): void => {
      settle.current(fromShown(lever.form, Number(element?.value)));
    };
    element?.addEventListener('change', letGo);
    return () => {
      element?.removeEventListener('change', letGo);
    };
  }, [lever.form, scenarioValue === undefined]);

  if (scenarioValue === undefined || today === undefined) return null;
  const min = toShown(lever.form, lever.step, lever.min);
  const max = toShown(lever.form, lever.step, lever.max);
  const step = toShown(lever.form, lever.step, lever.step);
  const shown = toShown(lever.form, lever.step, value);
  const title = specialism === undefined ? lever.title : nameSpecialism(specialism);
  const take = (text: string): void => {
    if (typed === undefined) return;
    const read = readShown(lever, text);
    if ('problem' in read) {
      setWrong(read.problem);
      return;
    }
    forget();
    if (read.value !== value) planner.go(stateWith(read.value));
  };
  return (
    <div className={`lever${edit ? ' lever--moved' : ''}`}>
      <div className="lever__head">
        <label className="lever__title" htmlFor={`${id}-slider`}>
          {title}
          {specialism === undefined ? null : <span className="nhsuk-u-visually-hidden">: {lever.title}</span>}
        </label>
        <span className="lever__value">
          <input
            className="lever__number"
            type="text"
            inputMode="decimal"
            aria-label={`${title}, ${lever.unit}, as a number`}
            value={typed ?? String(shown)}
            aria-invalid={wrong !== undefined}
            aria-describedby={wrong === undefined ? undefined : `${id}-wrong`}
            onChange={(event) => {
              setTyped(event.target.value);
              if ('value' in readShown(lever, event.target.value)) setWrong(undefined);
            }}
            onBlur={(event) => {
              take(event.target.value);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') take(event.currentTarget.value);
              if (event.key === 'Escape') forget();
            }}
          />
          <span className="lever__scale">{scaleOf(lever)}</span>
        </span>
      </div>
      {wrong === undefined ? null : (
        <p className="lever__wrong" id={`${id}-wrong`} role="alert">
          <span className="nhsuk-u-visually-hidden">Error: </span>
          {wrong}
        </p>
      )}
      <input
        ref={slider}
        id={`${id}-slider`}
        className="lever__slider"
        type="range"
        min={min}
        max={max}
        step={step}
        value={shown}
        aria-valuetext={`${sayLeverValue(lever, value)} ${lever.unit}`}
        onChange={(event) => {
          planner.preview(stateWith(fromShown(lever.form, Number(event.target.value))));
        }}
      />
      <div className="lever__foot">
        <span className="lever__end">{sayLeverValue(lever, lever.min)}</span>
        {edit ? <span className="lever__printed">{lever.unit}</span> : null}
        {edit ? (
          <button
            type="button"
            className="plain"
            onClick={() => {
              planner.go(withoutEdit(planner.snapshot().state, lever.id, specialism));
            }}
          >
            Back to {sayLeverValue(lever, scenarioValue)} {specialism === undefined ? lever.unit : ''}
            <span className="nhsuk-u-visually-hidden"> for {title}</span>
          </button>
        ) : (
          <span className="lever__today">
            {specialism === undefined ? `${lever.unit}, today ` : 'today '}
            {sayLeverValue(lever, today)}
          </span>
        )}
        <span className="lever__end">{sayLeverValue(lever, lever.max)}</span>
      </div>
    </div>
  );
};
