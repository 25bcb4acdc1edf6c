import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { DeskShown } from './desk.ts';

interface ProgressProps {
  readonly running: NonNullable<DeskShown['running']>;
  readonly stop: () => void;
}

const aSecond = 1000;
// A reader of the screen must get a word in.
const saidEvery = 10;

/** What runs, how far it is and for how long, and how to end it. */
export const Progress = ({ running, stop }: ProgressProps): ReactNode => {
  const { doing, done, since } = running;
  const [now, setNow] = useState(since);
  const said = useRef({ at: -Infinity, text: '' });
  useEffect(() => {
    const clock = setInterval(() => {
      setNow(performance.now());
    }, aSecond);
    return () => {
      clearInterval(clock);
    };
  }, []);
  const seconds = Math.max(0, Math.floor((now - since) / aSecond));
  if (seconds - said.current.at >= saidEvery) said.current = { at: seconds, text: doing };
  return (
    <div className="takes__running">
      <progress aria-label="Seeking" max={1} {...(done > 0 ? { value: done } : {})} />
      <p className="takes__doing">
        {doing}… <span className="takes__quiet">{seconds} s</span>
      </p>
      <button type="button" className="plain" onClick={stop}>
        Stop
      </button>
      <p className="nhsuk-u-visually-hidden" aria-live="polite">
        {said.current.text}
      </p>
    </div>
  );
};
