import { createLogger } from '../../runtime/create-logger';

const FORGED = '{"level":60,"msg":"forged"}';

it.each(['\n', '\r\n', '\r', '\u0000', '\u001b[2J'])(
  'writes one line of printable JSON for each call, whatever the texts hold: %j',
  (mark) => {
    let written = '';
    const destination = {
      write: (text: string) => {
        written += text;
      },
    };
    const logger = createLogger({ name: 'api', level: 'debug', destination });
    const text = `a${mark}${FORGED}`;
    const err = Object.assign(new Error(text, { cause: new Error(text) }), { name: text, code: text });
    logger.warn({ err, path: text, [text]: { [text]: [text] } }, text);
    logger.info({}, 'next');
    expect(written).toMatch(/^[\u0020-\u007e]+\n[\u0020-\u007e]+\n$/);
    const [first, second] = written
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first).toMatchObject({ name: 'api', level: 40, msg: text, path: text, err: { message: text, type: text, code: text } });
    expect(second).toMatchObject({ level: 30, msg: 'next' });
  },
);
