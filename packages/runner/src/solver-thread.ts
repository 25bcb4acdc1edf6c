import { parentPort } from 'node:worker_threads';
import { loadHighs } from './load-highs.ts';
import { answerPrograms } from './solver.ts';

const port = parentPort;
const answer = answerPrograms(loadHighs(), (message) => {
  port?.postMessage(message);
});
port?.on('message', (message) => void answer(message));
