import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { readPlainHead } from './plain-head.ts';
import { type Body, linesOfHead, type Place, type SignDesk, type Verdict } from './sign-desk.ts';

/** An answer of the lane, for the log. */
export interface LaneAnswer {
  requestId: string;
  path: string;
  status: number;
  bytes: number;
  /** On the clock of `performance.now()`. */
  startedAtMs: number;
}

/** What the lane needs. `nextId` gives the id of a request. */
export interface SignLaneOptions {
  server: Server;
  desk: SignDesk;
  nextId(): string;
  record(answer: LaneAnswer): void;
}

/** The way past node:http for connections on which only sign forms come. Own choice. */
export interface SignLane {
  /** Closes what is idle at once, and every other connection after its answer. */
  drain(): void;
}

/** A connection that says nothing at first is closed after this time, in milliseconds; node:http has its own for what is handed to it. */
const FIRST_BYTES_MS = 10_000;

/**
 * Opens a lane in front of an HTTP server that is not listening yet: while the requests of a connection are, one after the other, whole and plain posts of a sign form, each is
 * answered with the bytes that node:http would send, at a quarter of its cost. With the first bytes that are anything else (another page, a part of a
 * request, two at once, a header that asks for more) the connection goes to node:http for good, those bytes in front; so no request is read by two
 * parsers. Decision 0024.
 */
export function openSignLane({ server, desk, nextId, record }: SignLaneOptions): SignLane {
  const [toHttp] = server.listeners('connection');
  if (!toHttp) throw new Error('the server has no listener for connections');
  server.removeAllListeners('connection');
  const open = new Set<Connection>();
  let isDraining = false;
  const keepAlive = `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(server.keepAliveTimeout / 1000)}`;

  class Connection {
    readonly #socket: Socket;
    readonly #address: string | undefined;
    /** The request whose answer is due, with whatever came behind it. */
    #due: Body[] | null = null;
    #isEnded = false;
    #isKept = false;

    constructor(socket: Socket) {
      this.#socket = socket;
      this.#address = socket.remoteAddress;
      socket.setTimeout(FIRST_BYTES_MS);
      socket.on('data', this.#onData).on('end', this.#onEnd).on('close', this.#onClose);
      socket.on('error', this.#onError).on('timeout', this.#onTimeout);
    }

    get isIdle(): boolean {
      return this.#due === null;
    }

    close(): void {
      this.#socket.destroy();
    }

    #onData = (chunk: Body): void => {
      if (this.#due) {
        this.#due.push(chunk);
        this.#socket.pause();
        return;
      }
      const startedAtMs = performance.now();
      const head = isDraining ? null : readPlainHead(chunk);
      const posted = head && desk.accept(head.url, head.headers, this.#address);
      if (!posted || posted.length !== chunk.length - head.bytes) {
        this.#handOver([chunk]);
        return;
      }
      const { place } = posted;
      this.#due = [chunk];
      desk.judge(posted, chunk.subarray(head.bytes), (verdict) => this.#answer(verdict, place, startedAtMs));
    };

    #answer(verdict: Verdict, place: Place, startedAtMs: number): void {
      const socket = this.#socket;
      const came = this.#due ?? [];
      this.#due = null;
      const requestId = nextId();
      if (!verdict) {
        if (!socket.destroyed) this.#handOver(came);
        return;
      }
      const isLast = isDraining || this.#isEnded;
      const end = `Date: ${dateNow()}\r\n${isLast ? 'Connection: close' : keepAlive}\r\n\r\n`;
      let status = 303;
      let body = '';
      let text: string;
      if ('claim' in verdict) text = `HTTP/1.1 303 See Other\r\n${desk.linesOf(place, verdict.claim, requestId)}${end}`;
      else {
        status = verdict.page.status;
        body = verdict.page.body.toString('latin1');
        text = `HTTP/1.1 ${status} Service Unavailable\r\n${linesOfHead(verdict.page.head)}${end}${body}`;
      }
      // To somebody who has gone the answer is lost, as it would be on the way.
      if (!socket.destroyed) socket.write(text, 'latin1');
      record({ requestId, path: place.path, status, bytes: body.length, startedAtMs });
      if (isLast) {
        socket.end();
        return;
      }
      if (!this.#isKept) {
        this.#isKept = true;
        socket.setTimeout(server.keepAliveTimeout);
      }
      const behind = came.slice(1);
      if (behind.length > 0) this.#handOver(behind);
    }

    /** Gives the connection to node:http, which reads these bytes first. */
    #handOver(bytes: readonly Body[]): void {
      const socket = this.#socket;
      open.delete(this);
      socket.pause();
      socket.off('data', this.#onData).off('end', this.#onEnd).off('close', this.#onClose);
      socket.off('error', this.#onError).off('timeout', this.#onTimeout);
      socket.setTimeout(0);
      socket.unshift(bytes.length === 1 ? bytes[0] : Buffer.concat(bytes));
      toHttp?.call(server, socket);
      socket.resume();
    }

    #onEnd = (): void => {
      this.#isEnded = true;
      if (!this.#due) this.#socket.end();
    };

    #onTimeout = (): void => {
      if (!this.#due) this.#socket.destroy();
    };

    #onError = (): void => {
      this.#socket.destroy();
    };

    #onClose = (): void => {
      open.delete(this);
    };
  }

  server.on('connection', (socket: Socket) => {
    open.add(new Connection(socket));
  });

  return {
    drain() {
      isDraining = true;
      for (const connection of open) if (connection.isIdle) connection.close();
    },
  };
}

let dateText = '';
let dateSecond = 0;

/** The header `Date`, made once a second. */
function dateNow(): string {
  const second = Math.floor(Date.now() / 1000);
  if (second !== dateSecond) {
    dateSecond = second;
    dateText = new Date(second * 1000).toUTCString();
  }
  return dateText;
}
