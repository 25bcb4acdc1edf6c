import { answerPrograms, loadHighs, type FromSolver, type ToSolver } from '@isocentre/runner';

/** What is needed of a worker's own scope. */
const scope = globalThis as unknown as {
  postMessage(message: FromSolver): void;
  addEventListener(type: 'message', heard: (event: { readonly data: ToSolver }) => void): void;
};

const answer = answerPrograms(loadHighs(), (message) => {
  scope.postMessage(message);
});
scope.addEventListener('message', ({ data }) => void answer(data));
