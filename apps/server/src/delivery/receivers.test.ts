import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { organisations } from '@isocentre/registers';
import { afterAll, expect, test } from 'vitest';
import { lookUpPublic, mayReach } from './destination.ts';
import { mailText, webhookBody, type Notice } from './notice.ts';
import { readReceivers } from './receivers.ts';
import { readKey, signedHeaders } from './signature.ts';

const folder = mkdtempSync(join(tmpdir(), 'isocentre-receivers-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
// The published example of Standard Webhooks 1.0.0.
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

const read = (text: string): unknown => {
  const file = join(folder, 'receivers.yaml');
  writeFileSync(file, text);
  const outcome = readReceivers(file, { HOOK: secret, SHORT: 'whsec_c2hvcnQ=', MAIL: 'pass' }, [organisations]);
  return outcome.ok ? outcome.value : outcome.problems.map(({ where, found }) => [basename(where), found]);
};

test('a webhook is signed as the published example of Standard Webhooks is', () => {
  const key = readKey(secret);
  expect(
    signedHeaders(key ?? Buffer.alloc(0), 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, '{"test": 2432232314}'),
  ).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test.each([
  '',
  'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  'whsec_',
  'whsec_c2hvcnQ=',
  'whsec_ßfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
])('%j is no key', (text) => {
  expect(readKey(text)).toBeUndefined();
});

test.each([
  ['203.0.113.7', true],
  ['10.1.2.3', true],
  ['2001:db8::1', true],
  ['169.254.169.254', false],
  ['::ffff:169.254.169.254', false],
  ['127.0.0.2', false],
  ['::1', false],
  ['::', false],
  ['0.0.0.0', false],
  ['fe80::1', false],
  ['255.255.255.255', false],
  ['name', false],
])('a webhook to %s: %s', (address, may) => {
  expect(mayReach(address)).toBe(may);
});

test('a name that leads to this machine is refused when it is looked up', async () => {
  const found = await new Promise((done) => {
    lookUpPublic('localhost', {}, (error) => done(error?.code));
  });
  expect(found).toBe('EREFUSED');
});

test('a file names who is told by mail and who by webhook', () => {
  const mail =
    'mail: {host: smtp.example, from: registers@isocentre.example, user: isocentre, secret-variable: MAIL}\n';
  const heads = '- {name: heads, registers: [organisations], mail: heads@trust.example}';
  const estates =
    '- {name: estates, registers: [organisations], webhook: "https://estates.example/hook", secret-variable: HOOK}';
  expect(read(`${mail}receivers:\n${heads}\n${estates}`)).toEqual([
    {
      name: 'heads',
      registers: ['organisations'],
      kind: 'mail',
      to: 'heads@trust.example',
      server: {
        host: 'smtp.example',
        port: 587,
        security: 'starttls',
        from: 'registers@isocentre.example',
        login: { user: 'isocentre', pass: 'pass' },
      },
    },
    {
      name: 'estates',
      registers: ['organisations'],
      kind: 'webhook',
      address: new URL('https://estates.example/hook'),
      key: readKey(secret),
    },
  ]);
});

const hook = (address: string, rest = 'secret-variable: HOOK'): string =>
  `receivers:\n- {name: a, registers: [organisations], webhook: "${address}", ${rest}}`;

test.each([
  [hook('http://estates.example/'), '"http://estates.example"'],
  [hook('https://user:pass@estates.example/'), 'an address with a name in it'],
  [hook('https://169.254.169.254/'), 'the address 169.254.169.254'],
  [hook('https://[fe80::1]/'), 'the address fe80::1'],
  [hook('https://estates.example/', 'secret-variable: NONE'), 'no secret in NONE'],
  [hook('https://estates.example/', 'secret-variable: SHORT'), 'another secret'],
  [hook('https://estates.example/').replace('[organisations]', '[memberships]'), 'the register "memberships"'],
  [`${hook('https://estates.example/')}\n${hook('https://b.example/').split('\n')[1]}`, '"a" again'],
  ['receivers:\n- {name: a, registers: [organisations]}', 'neither'],
  ['receivers:\n- {name: a, registers: [organisations], mail: a@b.example}', 'mail'],
  [
    'mail: {host: smtp.example, from: a@b.example, security: none}\nreceivers:\n- {name: a, registers: [organisations], mail: a@b.example}',
    'security none to smtp.example',
  ],
  ['receivers: []', '[]'],
])('%j is refused', (text, found) => {
  expect(read(text)).toContainEqual([expect.any(String), found]);
});

test('http is let in to this machine alone', () => {
  expect(read(hook('http://127.0.0.1:8080/hook'))).toMatchObject([{ kind: 'webhook' }]);
});

test('an address of mail of another form, and a missing server of mail, are told in plain words', () => {
  const file = join(folder, 'receivers.yaml');
  const told = (mail: string): unknown => {
    writeFileSync(file, `receivers:\n- {name: a, registers: [organisations], mail: ${mail}}\n`);
    const outcome = readReceivers(file, {}, [organisations]);
    return outcome.ok ? outcome : outcome.problems.map(({ found, expected }) => `found ${found}; expected ${expected}`);
  };
  expect(told('a@b.c')).toEqual(['found "a@b.c"; expected an address of mail, such as heads@trust.example']);
  expect(told('a@b.example')).toEqual(['found mail; expected a mail server too, as "mail:" beside "receivers:"']);
});

test('a mail of many entries names fifty, and a key cannot lead an address elsewhere', () => {
  const notices = Array.from({ length: 60 }, (_, index): Notice => ({
    entry: index + 1,
    register: 'organisations',
    key: '../../x',
    action: index === 0 ? 'redact' : 'close',
  }));
  const { subject, text } = mailText({ id: 'x', notices }, 'https://a.example', [organisations]);
  expect(subject).toBe('Organisations: 60 new entries');
  expect(text).toContain(
    'Organisations, ../../x: Erase content (entry 1)\n  https://a.example/registers/organisations/..%2F..%2Fx',
  );
  expect(text).toContain('(entry 50)');
  expect(text).not.toContain('(entry 51)');
  expect(text).toContain('and 10 more: https://a.example/registers');
  expect(webhookBody({ id: 'x', notices }, 'https://a.example')).not.toContain('organisations/../');
});
