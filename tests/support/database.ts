import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, inject } from 'vitest';
import { type Connection, type ConnectOptions, connect } from '#db/client.ts';

/** A database of this test file's own: a clone of a migrated template, dropped at the end. */
export interface TestDatabase extends Connection {
  url: string;
  /** Another pool on the same database, for races between real connections; closed at the end. */
  another(options?: ConnectOptions): Connection;
}

/** Clones `template` ("template_empty": migrated, no rows; "template_seeded": the seed with its demonstration) for the calling test file. Call at the top level of the file. */
export async function testDatabase(template = 'template_empty'): Promise<TestDatabase> {
  const server = inject('databaseUrl');
  const name = `test_${randomBytes(8).toString('hex')}`;
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name} template ${template}`);
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).toString();
  const first = connect(url);
  const opened = [first];
  afterAll(async () => {
    await Promise.all(opened.map((connection) => connection.close()));
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
  });
  return {
    ...first,
    url,
    another(options) {
      const connection = connect(url, options);
      opened.push(connection);
      return connection;
    },
  };
}
