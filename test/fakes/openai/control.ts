import type { ServerResponse } from 'node:http';
import type { Behaviour, Rule } from './behaviour';
import type { Gates } from './gates';
import type { Journal } from './journal';

export interface Controls {
  journal: Journal;
  gates: Gates;
  setBehaviour(behaviour: Behaviour | Rule[]): void;
}

/**
 * The fake's remote control: `GET /_control/counts`, `GET /_control/journal`, `POST /_control/behaviour` (a behaviour,
 * or a list of rules) and `POST /_control/release` (`{"gate": …}`).
 */
export function answerControl(path: string, body: string, response: ServerResponse, controls: Controls): void {
  const [status, answer] = obey(path, body, controls);
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}

function obey(path: string, body: string, { journal, gates, setBehaviour }: Controls): [status: number, answer: unknown] {
  switch (path) {
    case '/_control/counts':
      return [200, journal.counts()];
    case '/_control/journal':
      return [200, journal.entries];
    case '/_control/behaviour':
      setBehaviour(JSON.parse(body) as Behaviour | Rule[]);
      return [200, {}];
    case '/_control/release':
      gates.release((JSON.parse(body) as { gate: string }).gate);
      return [200, {}];
    default:
      return [404, { error: `There is no ${path} here` }];
  }
}
