const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Whole products first. On a clean clone jest knows no durations and goes by the size of files, so the small file that
 * runs longest would begin last, and run alone to the end.
 */
module.exports = class SlowFirstSequencer extends Sequencer {
  sort(tests) {
    const slow = ({ context }) => ['product', 'browser'].includes(context.config.displayName?.name);
    const sorted = super.sort(tests);
    return [...sorted.filter(slow), ...sorted.filter((test) => !slow(test))];
  }
};
