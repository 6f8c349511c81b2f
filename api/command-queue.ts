/** Commands of one client, one after the other, so that what it sent last is what holds. */
export interface CommandQueue {
  /** False when too many are waiting. */
  add(command: () => Promise<void>): boolean;
  /** Goes on when there is room again. */
  resume(): void;
  /** Forgets what has not begun. */
  clear(): void;
}

interface CommandQueueOptions {
  /** Commands that may wait. */
  most: number;
  /** False while the client has not read enough of its answers: then no further command begins. */
  hasRoom(): boolean;
}

/** Makes a queue for commands that never reject. */
export function createCommandQueue({ most, hasRoom }: CommandQueueOptions): CommandQueue {
  let waiting: (() => Promise<void>)[] = [];
  let running = false;

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    for (let next = take(); next !== undefined; next = take()) await next();
    running = false;
  }

  function take(): (() => Promise<void>) | undefined {
    return hasRoom() ? waiting.shift() : undefined;
  }

  return {
    add(command) {
      if (waiting.length >= most) return false;
      waiting.push(command);
      void run();
      return true;
    },
    resume: () => void run(),
    clear: () => {
      waiting = [];
    },
  };
}
