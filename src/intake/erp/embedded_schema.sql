-- The embedded ERP's own file. Nothing but the gateway ever looks inside, so that it is honestly the other side.
CREATE TABLE IF NOT EXISTS books (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS customers (customer_no TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS contacts (body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS ship_tos (body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS products (sku TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS product_units (sku TEXT NOT NULL, uom TEXT NOT NULL, factor TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (sku, uom));
CREATE TABLE IF NOT EXISTS cross_references (body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS prices (body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tax_rates (country TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS exchange_rates (body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS open_items (body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS open_orders (body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS payments (body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS exposures (body TEXT NOT NULL);
-- One sales order for one external key, for ever: this is what makes a repeated push harmless.
CREATE TABLE IF NOT EXISTS sales_orders (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    external_key TEXT NOT NULL UNIQUE,
    customer_no TEXT NOT NULL,
    net_amount TEXT NOT NULL,
    open_amount TEXT NOT NULL,
    body TEXT NOT NULL
);
