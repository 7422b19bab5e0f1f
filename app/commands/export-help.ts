/** How to call the command, in short. */
export const EXPORT_USAGE = `Usage: npm run export -- counts --campaign SLUG [--by campaign,day,isp,state] [--format csv|json|ndjson] [--out FILE]
       npm run export -- KIND --dir FOLDER [--organization SLUG] [options of the kind]
       npm run export -- --help`;

/** The whole help. */
export const EXPORT_HELP = `${EXPORT_USAGE}

Writes counts, signatures, letters, filing sets and copies of ledgers. With --dir, into a new folder together with a
manifest that is signed; "npm run verify -- export FOLDER" checks all of it. Without, counts alone, as a bare stream.

Kinds and their options (with --dir; docs/exports.md says what each column holds)
  counts      --campaign SLUG  --by any of campaign, day, isp, state, source, status  --format FORMAT
  signatures  --campaign SLUG  --status confirmed,suspicious,withdrawn,invalidated  --isp SLUG  --state XX
              --from DAY --to DAY (confirmed, UTC, both included)  --format FORMAT  --purpose TEXT (needed)
  letters     --campaign SLUG  --texts (with names and words; needs --purpose TEXT)  --format FORMAT
  filing      --set NUMBER  --paper letter|a4  --purpose TEXT (needed)
  ledger      --campaign SLUG
  Without --campaign: all campaigns, or those of --organization SLUG.

What is counted
  Signatures confirmed from the signer's own mailbox, once a person and campaign, as the sequencer wrote them into the
  journals: at most a few seconds behind. A signature counts on the day it was confirmed. One that was withdrawn or
  invalidated later is taken out on the day that happened, so "counted" of a single day can be negative; the sum over
  all days is the campaign's public count.

Columns of counts, in this order
  those named by --by, in the order named:
    campaign    its slug
    day         UTC, YYYY-MM-DD
    isp         the ISP that the signer stated, by its slug (the last part of its page's address, /isps/SLUG);
                empty (JSON: null) when none of the catalogue was stated
    state       two letters, from the ZIP that the signer gave; empty (JSON: null) when the ZIP is of none
    source      what the address said that the signer came by
    status      where the signature stands now
  then
    signed      signatures that came in
    withdrawn   taken out by their signers
    invalidated taken out by a moderator
    moved       who came to this ISP and state by correcting theirs, less who left it so; 0 over all rows
    counted     signed - withdrawn - invalidated + moved
  or, with source or status
    signatures  how many there are, and counted: how many of them the ledger counts now

Options
  --format FORMAT   csv         RFC 4180: header, UTF-8, lines end in CR LF, no text cell starts a formula (default)
                    csv-strict  the same, but texts as they are: for machines, never for a spreadsheet
                    json        an array of objects, one a line
                    ndjson      one object a line
                    xlsx        a workbook; another sheet begins where one is full
                    parquet     typed columns
  --out FILE        counts alone: write to FILE, which appears only when it is complete; else to standard output
  --dir FOLDER      a new folder, which appears only when all its files are complete
  -h, --help        this text

Examples
  npm run -s export -- counts --campaign put-it-in-writing > counts.csv
  npm run -s export -- counts --campaign put-it-in-writing --by isp --format json --out by-isp.json
  npm run export -- signatures --campaign put-it-in-writing --format xlsx --purpose "Petition, handed in" --dir handed-in

  -s keeps npm's own lines out of the output.

Before you publish
  Rows are not suppressed, however small: a row of one or two people by day, ISP and state may point at a person. This
  command is for organizers. Publish by fewer columns, or leave small rows out.

Source      the database named by DATABASE_URL; when that is unset, the database of the running "npm start", or the one
            under DATA_DIR (default .data). A manifest is signed with the key of the ledgers (LEDGER_KEY_FILE).
Recorded    each export is noted in audit_events: when, what, format and purpose.
Exit code   0 done, 1 it could not be done, 2 the command was called wrongly`;
