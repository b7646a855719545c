"""Changes made with workbooks: taking uploads in, storing their good cells, making many templates."""
