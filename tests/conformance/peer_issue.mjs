// node peer_issue.mjs SUITE FILE…: the peer signs each credential; writes FILE.signed. Runs in the peer's folder.
import fs from 'node:fs';
import {issue, newKey} from './peer.mjs';
const [suite, ...files] = process.argv.slice(2);
const key = await newKey(11);
for(const file of files) {
  const credential = JSON.parse(fs.readFileSync(file));
  credential.issuer.id = key.controller;
  fs.writeFileSync(file + '.signed', JSON.stringify(await issue(suite, key, credential)));
}
