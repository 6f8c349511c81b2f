import { toErrorDetails, toErrorMessage } from '../../web/src/app/error-details';

const AT = { address: '/inbox?show=decided', version: '1.2.3', at: new Date(0), browser: 'A browser' };

describe('what is told of a page that broke', () => {
  it.each([
    [new Error('a sentence'), 'a sentence'],
    ['a text', 'a text'],
    [undefined, 'undefined'],
    [new Error(), 'It is not known what.'],
    [{ status: 404, statusText: 'Not Found', internal: true, data: null }, '404 Not Found'],
  ])('says what was thrown, whatever that is: %p', (thrown, message) => expect(toErrorMessage(thrown)).toBe(message));

  it('has the trace, what led to it, and where, when and with what it was', () => {
    const cause = new TypeError('the network');
    const error = new Error('the room', { cause });
    // Where the browser's traces have no messages.
    cause.stack = 'load@assets/a.js:1:2';
    const details = toErrorDetails(error, AT);
    expect(details).toContain(error.stack);
    expect(details).toContain('Because of TypeError: the network\nload@assets/a.js:1:2');
    expect(details).toMatch(/Address: \/inbox\?show=decided\nTime: 1970-01-01T00:00:00.000Z\nStudio: 1\.2\.3\nBrowser: A browser$/);
  });

  it('ends where errors are causes of each other', () => {
    const one = new Error('one');
    const two = new Error('two', { cause: one });
    one.cause = two;
    expect(toErrorDetails(one, { ...AT, version: undefined }).match(/^(Because of )?Error: \w+$/gm)).toEqual([
      'Error: one',
      'Because of Error: two',
    ]);
  });
});
