-- The master index: one file, one version, never written after it is built. Rows are the domain's values as JSON, beside the keys
-- that they are looked up by. Indexes are made after loading.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE customer (customer_no TEXT NOT NULL, number_key TEXT NOT NULL, vat_key TEXT, gln_key TEXT, name_key TEXT NOT NULL, value TEXT NOT NULL);
CREATE TABLE contact (email TEXT NOT NULL, domain TEXT NOT NULL, customer_no TEXT NOT NULL);
CREATE TABLE ship_to (customer_no TEXT NOT NULL, gln_key TEXT, value TEXT NOT NULL);
CREATE TABLE product (id INTEGER PRIMARY KEY, sku TEXT NOT NULL, value TEXT NOT NULL);
-- `folded` is the key without leading zeros, with O as 0 and I and L as 1: one index serves all spellings.
CREATE TABLE code (folded TEXT NOT NULL, key TEXT NOT NULL, kind TEXT NOT NULL, sku TEXT NOT NULL, uom TEXT);
CREATE TABLE product_unit (sku TEXT NOT NULL, value TEXT NOT NULL);
CREATE TABLE cross_reference (customer_no TEXT NOT NULL, folded TEXT NOT NULL, key TEXT NOT NULL, sku TEXT NOT NULL, value TEXT NOT NULL);
CREATE TABLE price (sku TEXT NOT NULL, value TEXT NOT NULL);
CREATE TABLE tax_rate (country TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE term (id INTEGER PRIMARY KEY, term TEXT NOT NULL, articles INTEGER NOT NULL);
-- In which articles a term stands, 65,536 of them a row (posting_rows.py).
CREATE TABLE posting (id INTEGER PRIMARY KEY, articles BLOB NOT NULL);
-- A word of the catalogue under each form that misses one letter: a typing error is found by the forms it shares.
CREATE TABLE near_word (form TEXT NOT NULL, word TEXT NOT NULL);
CREATE TABLE brand (word TEXT PRIMARY KEY) WITHOUT ROWID;
