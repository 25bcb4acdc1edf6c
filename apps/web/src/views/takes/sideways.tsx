import { useEffect, useRef, useState, type ReactNode } from 'react';

interface SidewaysProps {
  readonly label: string;
  readonly children: ReactNode;
}

/** A table that scrolls sideways where it is too wide, and then says so. */
export const Sideways = ({ label, children }: SidewaysProps): ReactNode => {
  const box = useRef<HTMLDivElement>(null);
  const [isWide, setWide] = useState(false);
  useEffect(() => {
    const shown = box.current;
    if (!shown) return;
    const watch = new ResizeObserver(() => {
      setWide(shown.scrollWidth > shown.clientWidth);
    });
    watch.observe(shown);
    return () => {
      watch.disconnect();
    };
  }, []);
  return (
    <>
      {isWide ? (
        <p className="takes__hint takes__sideways">Scroll the table sideways to see all of its columns.</p>
      ) : null}
      <div ref={box} className="takes__scroll" tabIndex={0} role="region" aria-label={label}>
        {children}
      </div>
    </>
  );
};
