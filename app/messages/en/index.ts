import { campaign } from './campaign.ts';
import { dev } from './dev.ts';
import { front } from './front.ts';
import { isp } from './isp.ts';
import { letter } from './letter.ts';
import { listener } from './listener.ts';
import { pages } from './pages.ts';
import { shell } from './shell.ts';
import { sign } from './sign.ts';
import { submission } from './submission.ts';

/** The English catalogue, which defines the keys of every other. */
export const en = { campaign, dev, front, isp, letter, listener, pages, shell, sign, submission };
