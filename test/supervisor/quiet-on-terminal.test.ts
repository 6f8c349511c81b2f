import { quietOnTerminal } from '../../supervisor/quiet-on-terminal';

test('on a terminal only warnings stand beside the addresses, unless somebody asked for more', () => {
  const env = { PATH: '/bin' };
  expect(quietOnTerminal(env, true)).toEqual({ PATH: '/bin', STUDIO_LOG_LEVEL: 'warn' });
  expect(quietOnTerminal(env, false)).toBe(env);
  expect(quietOnTerminal({ STUDIO_LOG_LEVEL: 'debug' }, true)).toEqual({ STUDIO_LOG_LEVEL: 'debug' });
});
