import { randomBytes } from 'node:crypto';

export const TEXT = 1;
export const CLOSE = 8;

export interface RawFrame {
  /** 0 continuation, 1 text (the default), 2 binary, 8 close, 9 ping, 10 pong. */
  opcode?: number;
  payload?: string | Buffer;
  /** False when another frame goes on with the message. */
  final?: boolean;
  /** The reserved bits, as they stand in the first byte. */
  reserved?: number;
  /** False breaks the protocol: a client must mask. */
  masked?: boolean;
  /** A length that the payload does not have. */
  claimedLength?: number;
}

/** The bytes of a frame as a client sends it. */
export function toFrame(frame: RawFrame): Buffer {
  const { opcode = TEXT, final = true, reserved = 0, masked = true } = frame;
  const payload = Buffer.from(frame.payload ?? '');
  const length = frame.claimedLength ?? payload.length;
  const size = length < 126 ? Buffer.from([length]) : length < 65_536 ? Buffer.from([126, length >> 8, length & 255]) : toLongSize(length);
  size[0] = Number(size[0]) | (masked ? 0x80 : 0);
  const mask = randomBytes(4);
  const content = masked ? Buffer.concat([mask, payload.map((byte, index) => byte ^ Number(mask[index % 4]))]) : payload;
  return Buffer.concat([Buffer.from([(final ? 0x80 : 0) | reserved | opcode]), size, content]);
}

function toLongSize(length: number): Buffer {
  const size = Buffer.alloc(9);
  size[0] = 127;
  size.writeBigUInt64BE(BigInt(length), 1);
  return size;
}

/** Takes a server's frames, which are never masked, out of the pieces that a socket gives. */
export function createFrameSplitter(): (bytes: Buffer) => { opcode: number; payload: Buffer }[] {
  let pieces: Buffer[] = [];
  let size = 0;
  let needed = 2;
  return (bytes) => {
    pieces.push(bytes);
    size += bytes.length;
    if (size < needed) return [];
    let rest = Buffer.concat(pieces);
    const frames: { opcode: number; payload: Buffer }[] = [];
    for (;;) {
      const whole = sizeOfFrame(rest);
      if (rest.length < whole.total) {
        needed = whole.total;
        break;
      }
      frames.push({ opcode: Number(rest[0]) & 15, payload: rest.subarray(whole.head, whole.total) });
      rest = rest.subarray(whole.total);
    }
    pieces = [rest];
    size = rest.length;
    return frames;
  };
}

/** Of the frame that these bytes begin with, as far as they tell. */
function sizeOfFrame(bytes: Buffer): { head: number; total: number } {
  const short = Number(bytes[1] ?? 0) & 127;
  const head = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < head) return { head, total: head };
  const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  return { head, total: head + length };
}
