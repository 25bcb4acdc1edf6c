import { useEffect, useState, type ComponentType, type ReactNode } from 'react';
import { Kept } from './components/kept/kept.tsx';
import { Notices } from './components/notices/notices.tsx';
import { Toolbar } from './components/toolbar/toolbar.tsx';
import { usePlanner, useShownPart } from './planner/use-planner.ts';
import { views } from './views/views.ts';

const loadedViews = new Map<string, ComponentType>();

const OpenView = ({ id }: { readonly id: string }): ReactNode => {
  const [, setLoaded] = useState('');
  useEffect(() => {
    const view = views.find((one) => one.id === id);
    if (!view || loadedViews.has(id)) return;
    void view.load().then((component) => {
      loadedViews.set(id, component);
      setLoaded(id);
    });
  }, [id]);
  const Open = loadedViews.get(id);
  return Open ? <Open /> : <p>Opening…</p>;
};

// Where the page is served beside the registers, whoever serves it says so in a line of its head.
const registers = document.querySelector<HTMLMetaElement>('meta[name="isocentre-registers"]')?.content;

const Navigation = (): ReactNode => {
  const planner = usePlanner();
  const open = useShownPart(({ state }) => state.view);
  if (views.length < 2) return null;
  return (
    <nav aria-label="Views">
      <ul className="views">
        {views.map(({ id, title }) => (
          <li key={id}>
            <button
              type="button"
              className="plain"
              aria-current={id === open ? 'page' : undefined}
              onClick={() => {
                planner.go({ ...planner.snapshot().state, view: id });
              }}
            >
              {title}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
};

/** The page. */
export const App = (): ReactNode => {
  const planner = usePlanner();
  const view = useShownPart(({ state }) => state.view);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement | null;
      const isTyping =
        target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === 'text');
      if (isTyping || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
      event.preventDefault();
      if (event.shiftKey) planner.redo();
      else planner.undo();
    };
    const onHash = (): void => {
      planner.follow();
    };
    // A file that is dropped anywhere is read as a return, instead of taking the place of the page.
    const onDrag = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
    };
    const onDrop = (event: DragEvent): void => {
      onDrag(event);
      const [file] = event.dataTransfer?.files ?? [];
      if (!file) return;
      const { state } = planner.snapshot();
      const purpose = state.view === 'staff' ? 'staff' : 'baseline';
      if (state.view !== purpose) planner.go({ ...state, view: purpose });
      void planner.readReturn(file, purpose);
    };
    addEventListener('dragover', onDrag);
    addEventListener('drop', onDrop);
    addEventListener('keydown', onKey);
    addEventListener('hashchange', onHash);
    return () => {
      removeEventListener('dragover', onDrag);
      removeEventListener('drop', onDrop);
      removeEventListener('keydown', onKey);
      removeEventListener('hashchange', onHash);
    };
  }, [planner]);
  return (
    <>
      <a
        className="nhsuk-skip-link"
        href="#main"
        onClick={(event) => {
          // The address is the state, so that a jump within the page must not change it.
          event.preventDefault();
          document.querySelector<HTMLElement>('#main')?.focus();
        }}
      >
        Skip to the answer
      </a>
      <header className="masthead">
        <p className="masthead__name">Isocentre</p>
        <p className="masthead__about">The medical physics and clinical engineering workforce of the United Kingdom</p>
        {registers === undefined ? null : (
          <p>
            <a href={registers}>Registers</a>
          </p>
        )}
        <Navigation />
      </header>
      <main id="main" tabIndex={-1}>
        <Toolbar />
        <Notices />
        <OpenView id={view} />
        <Kept />
      </main>
      <footer className="colophon">
        <p>
          Every figure has its source or is marked as an assumption. Not a product of the NHS or of IPEM. Contains
          public sector information licensed under the Open Government Licence v3.0.
        </p>
      </footer>
    </>
  );
};
