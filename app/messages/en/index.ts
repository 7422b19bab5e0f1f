import { addressee } from './addressee.ts';
import { campaign } from './campaign.ts';
import { comparison } from './comparison.ts';
import { compose } from './compose.ts';
import { counting } from './counting.ts';
import { criteria } from './criteria.ts';
import { dev } from './dev.ts';
import { embed } from './embed.ts';
import { filing } from './filing.ts';
import { front } from './front.ts';
import { incidents } from './incidents.ts';
import { inquiry } from './inquiry.ts';
import { isp } from './isp.ts';
import { letter } from './letter.ts';
import { listener } from './listener.ts';
import { measure } from './measure.ts';
import { measured } from './measured.ts';
import { network } from './network.ts';
import { pages } from './pages.ts';
import { paper } from './paper.ts';
import { picture } from './picture.ts';
import { report } from './report.ts';
import { shell } from './shell.ts';
import { sign } from './sign.ts';
import { speed } from './speed.ts';
import { submission } from './submission.ts';
import { verify } from './verify.ts';

/** The English catalogue, which defines the keys of every other. */
export const en = {
  addressee,
  campaign,
  comparison,
  compose,
  counting,
  criteria,
  dev,
  embed,
  filing,
  front,
  incidents,
  inquiry,
  isp,
  letter,
  listener,
  measure,
  measured,
  network,
  pages,
  paper,
  picture,
  report,
  shell,
  sign,
  speed,
  submission,
  verify,
};
