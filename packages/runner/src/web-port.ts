import type { FromWorker, Port, ToWorker } from './runner.ts';

/** What is needed of a Web Worker, so that no type of the browser is. */
export interface WebWorker<To = ToWorker, From = FromWorker> {
  postMessage(message: To): void;
  terminate(): void;
  onmessage: ((event: { readonly data: From }) => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
}

/** Makes a Web Worker, which calls {@link answer} or {@link answerPrograms}, a port of a runner or of a solver. */
export const webPort = <To = ToWorker, From = FromWorker>(worker: WebWorker<To, From>): Port<To, From> => ({
  post: (message) => {
    worker.postMessage(message);
  },
  listen: (heard, failed) => {
    // A property holds one listener, so that a new one takes the place of the one before.
    // oxlint-disable-next-line unicorn/prefer-add-event-listener
    worker.onmessage = ({ data }) => {
      heard(data);
    };
    // oxlint-disable-next-line unicorn/prefer-add-event-listener
    worker.onerror = ({ message }) => {
      failed(new Error(message ?? 'a worker could not be started'));
    };
  },
  end: async () => {
    worker.terminate();
  },
});
