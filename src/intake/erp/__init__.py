"""The far side: the gateway protocol and its adapters. The ERP owns the numbers."""
