/** SQL over `staff s`: the role by which patients know somebody; who cares for them comes before who runs a desk. */
export const callingSql = `(select m.role_id from staff_role m join role o on o.id = m.role_id
    where m.staff_id = s.id order by o.sort_order desc limit 1)`;
