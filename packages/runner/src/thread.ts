import { parentPort } from 'node:worker_threads';
import { answer } from './runner.ts';

const port = parentPort;
port?.on(
  'message',
  answer((message) => {
    port.postMessage(message);
  }),
);
