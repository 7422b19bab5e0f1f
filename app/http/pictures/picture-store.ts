import { entityTag } from '../entity-tag.ts';

/** A finished picture or file: its bytes, type and entity tag. Own choice. */
export interface StoredPicture {
  bytes: Buffer;
  type: string;
  etag: string;
}

/** How much a store keeps and for how long, and how many different pictures may wait to be drawn. Own choice. */
export interface PictureStoreLimits {
  bytes: number;
  ageMs: number;
  waiting: number;
}

interface Held {
  picture: StoredPicture;
  drawnAt: number;
}

/**
 * Pictures in memory, the least lately used leaving first. One picture is drawn at a time and each once, however many ask, so that a crowd
 * cannot make a process draw all day, and no more wait than `waiting`. Own choice.
 */
export class PictureStore {
  readonly #limits: PictureStoreLimits;
  readonly #now: () => number;
  readonly #held = new Map<string, Held>();
  readonly #underWay = new Map<string, Promise<StoredPicture | null>>();
  #last: Promise<unknown> = Promise.resolve();
  #bytes = 0;

  constructor(limits: PictureStoreLimits, now: () => number = Date.now) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The picture of a key, drawn now unless a young one is held; null when there is nothing to draw, which is not remembered; `busy` when too many wait. Throws what `draw` throws. */
  async get(key: string, type: string, draw: () => Promise<Buffer | null>): Promise<StoredPicture | 'busy' | null> {
    const held = this.#held.get(key);
    if (held && this.#now() - held.drawnAt < this.#limits.ageMs) {
      this.#held.delete(key);
      this.#held.set(key, held);
      return held.picture;
    }
    const known = this.#underWay.get(key);
    if (known) return known;
    if (this.#underWay.size >= this.#limits.waiting) return 'busy';
    const drawing = this.#last.then(draw).then((bytes) => (bytes === null ? null : this.#keep(key, type, bytes)));
    this.#underWay.set(key, drawing);
    this.#last = drawing.catch(() => {});
    try {
      return await drawing;
    } finally {
      this.#underWay.delete(key);
    }
  }

  #keep(key: string, type: string, bytes: Buffer): StoredPicture {
    const etag = entityTag(bytes);
    const picture = { bytes, type, etag };
    this.#drop(key);
    this.#held.set(key, { picture, drawnAt: this.#now() });
    this.#bytes += bytes.length;
    for (const oldest of this.#held.keys()) {
      if (this.#bytes <= this.#limits.bytes) break;
      this.#drop(oldest);
    }
    return picture;
  }

  #drop(key: string): void {
    const held = this.#held.get(key);
    if (!held) return;
    this.#held.delete(key);
    this.#bytes -= held.picture.bytes.length;
  }
}
