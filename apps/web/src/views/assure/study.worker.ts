import type { FromStudyWorker, ToStudyWorker } from './messages.ts';
import { lookAt, makeStudy, type ReadBytes } from './study-work.ts';

/** What is needed of a worker's own scope. */
const scope = globalThis as unknown as {
  postMessage(message: FromStudyWorker): void;
  addEventListener(type: 'message', heard: (event: { readonly data: ToStudyWorker }) => void): void;
  readonly FileReaderSync: new () => { readAsArrayBuffer(file: Blob): ArrayBuffer };
};

const percent = 100;

scope.addEventListener('message', ({ data: { id, given, kind } }) => {
  const read: ReadBytes = (file) => new Uint8Array(new scope.FileReaderSync().readAsArrayBuffer(file));
  if (kind === 'look') {
    const told = lookAt(given, read);
    scope.postMessage(
      told.ok ? { id, kind: 'told', told: told.value } : { id, kind: 'refused', problems: told.problems },
    );
    return;
  }
  let last = '';
  const made = makeStudy(given, read, (doing, done) => {
    const said = `${doing} ${Math.floor(percent * done)}`;
    if (said !== last) scope.postMessage({ id, kind: 'progress', doing, done });
    last = said;
  });
  scope.postMessage(
    made.ok ? { id, kind: 'made', made: made.value } : { id, kind: 'refused', problems: made.problems },
  );
});
