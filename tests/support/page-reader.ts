import { organisations, type RegisterRecord } from '@isocentre/registers';
import { exampleServer, hidden, listed, type ExampleServer, type SignedIn } from './example-server.ts';

/** Somebody who is signed in; a test without anybody is wrong. */
export const only = (who: SignedIn | undefined): SignedIn => {
  if (!who) throw new Error('nobody is signed in');
  return who;
};

/** The address of the page of an organisation, or of what is below it. */
export const path = (key: string, rest = ''): string => `/registers/organisations/${key}${rest}`;

/** The fields of the form on a page, as a browser would send them. */
export const formOn = (text: string): Record<string, string> => {
  const form = text.slice(text.indexOf('class="decide"'));
  const inputs = [...form.matchAll(/<input[^>]*?\sname="([^"]+)"[^>]*?(?:\svalue="([^"]*)")?\s*\/>/g)];
  const areas = [...form.matchAll(/<textarea[^>]*\sname="([^"]+)"[^>]*>\n?([^<]*)<\/textarea/g)];
  return Object.fromEntries(
    [...inputs, ...areas]
      .filter(([all]) => !all.includes('checkbox'))
      .map(([, name = '', value = '']) => [name, value]),
  );
};

/** What somebody reads of a server's pages, and the record as it then is. */
export class PageReader {
  readonly #server: ExampleServer;

  constructor(server: ExampleServer) {
    this.#server = server;
  }
  record(key: string): Promise<RegisterRecord | undefined> {
    return this.#server.store.record(organisations, key);
  }
  async page(address: string, who: SignedIn | undefined): Promise<{ status: number; text: string }> {
    const response = await this.#server.ask(address, { headers: { cookie: only(who).cookie } });
    return { status: response.status, text: await response.text() };
  }
  async filledIn(address: string, who: SignedIn | undefined): Promise<Record<string, string>> {
    return formOn((await this.page(address, who)).text);
  }
}

/** A server with some organisations, and people of each kind who are signed in; whoever asks for it closes it. */
export const examplePages = async (): Promise<{
  readonly server: ExampleServer;
  readonly reader: PageReader;
  readonly ods: SignedIn;
  /** With an interest in RX2. */
  readonly registrar: SignedIn;
  readonly nobody: SignedIn;
}> => {
  const server = await exampleServer();
  await server.store.append({
    drafts: [listed('RX1'), listed('RX2'), listed('RX3', { closed: '2027-01-01' }), listed('H01', {}, hidden)],
  });
  const ods = await server.enter([{ role: 'ods' }]);
  const registrar = await server.enter([{ role: 'registrar', interests: ['RX2'] }]);
  const nobody = await server.enter([]);
  return { server, reader: new PageReader(server), ods, registrar, nobody };
};
